-- What is `shown` with its polygon on the grid of a tile; empty where it has none there.
--
-- Every corner goes to the grid by itself, so that neighbours keep the edge they share. What is smaller than a pixel is
-- drawn as one, and what is so thin that nothing of it is left on the grid is thickened: nothing vanishes. The steps
-- stand one in another (offset 0), so that each is taken once.
select
    placed.*,
    case when st_isempty(snapped) then st_snaptogrid(
        st_affine(
            st_buffer(piece, :pixel_m / 2, 'join=mitre mitre_limit=2'),
            :scale, 0, 0, -:scale, -:scale * :left_m, :scale * :top_m
        ), :grid
    ) else snapped end as geom
from (
    select
        clipped.*,
        st_snaptogrid(
            st_affine(st_forcepolygoncw(piece), :scale, 0, 0, -:scale, -:scale * :left_m, :scale * :top_m), :grid
        ) as snapped
    from (
        select
            shown.*,
            case
                when greatest(st_xmax(drawn) - st_xmin(drawn), st_ymax(drawn) - st_ymin(drawn)) < :pixel_m
                    then st_expand(drawn_at, :pixel_m / 2)
                when drawn @ st_tileenvelope(:z, :x, :y, margin => :margin) then drawn
                else st_collectionextract(st_clipbybox2d(drawn, st_tileenvelope(:z, :x, :y, margin => :margin)), 3)
            end as piece
        from shown
        offset 0
    ) clipped
    where not st_isempty(piece)
    offset 0
) placed
