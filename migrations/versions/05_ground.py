"""Ground: how it is measured and split by district, and which releases of it an account holds."""

from alembic import op

revision = "05_ground"
down_revision = "04_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say each of it once."""
    create_ground_area()
    create_district_shares()
    create_account_release()


def create_ground_area() -> None:
    """Measure ground ring by ring: PostGIS fails on a sliver around a hole that measures more than its shell."""
    op.execute("""
        create function ground_area_m2(ground geometry) returns double precision
        language sql immutable strict parallel safe as $$
            select case
                when st_nrings(ground) = st_numgeometries(ground) then st_area(ground::geography)
                else (
                    select greatest(0, sum(
                        st_area(ring.geom::geography) * case when ring.path[1] = 0 then 1 else -1 end
                    ))
                    from st_dump(ground) polygon
                    cross join st_dumprings(polygon.geom) ring
                )
            end
        $$
    """)
    op.execute(
        "comment on function ground_area_m2 is 'Square metres of polygons on the WGS 84 ellipsoid, never negative.'"
    )


def create_district_shares() -> None:
    """Say once how ground is split by district."""
    op.execute("""
        create function district_shares(
            ground geometry, stated_district_id uuid, known timestamptz, tolerance_m double precision
        ) returns table (district_id uuid, geom geometry) language sql stable parallel safe as $$
            with authority as (
                select coalesce(bool_and(d.is_authoritative), false) as is_given
                from district_version d
                where d.geom is not null and d.recorded @> known
            ),
            choice as (
                select stated_district_id is null or (select is_given from authority) as is_geometry
            ),
            whole as materialized (
                select d.district_id
                from district_version d
                join district i on i.id = d.district_id
                where d.geom ~ ground
                  and st_isempty(st_collectionextract(st_difference(ground, d.geom), 3))
                  and d.recorded @> known
                  and (select is_geometry from choice)
                order by i.code collate "C"
                limit 1
            ),
            is_split as (select is_geometry and not exists (select from whole) as is_needed from choice),
            met as materialized ( -- cut and not asked: predicates of GEOS 3.11 fail on edges a hair's breadth apart
                select district_id, code, geom
                from (
                    select d.district_id, i.code, st_collectionextract(st_intersection(ground, d.geom), 3) as geom
                    from district_version d
                    join district i on i.id = d.district_id
                    where d.geom && ground
                      and d.recorded @> known
                      and (select is_needed from is_split)
                ) cut
                where not st_isempty(geom)
            ),
            outside as (
                select (st_dump(st_collectionextract(st_difference(ground, met.geom), 3))).geom
                from (select coalesce(st_union(geom order by code), 'SRID=4326;POLYGON EMPTY') as geom from met) met
                where (select is_needed from is_split)
            )
            select stated_district_id, ground
            where not (select is_geometry from choice)
            union all
            select district_id, ground
            from whole
            union all
            select
                met.district_id,
                case
                    when before.geom is null then met.geom
                    else st_collectionextract(st_difference(met.geom, before.geom), 3)
                end
            from met
            cross join lateral (
                select st_union(m.geom order by m.code) as geom from met m
                where m.code collate "C" < met.code collate "C"
            ) before
            union all
            select nearest.district_id, outside.geom
            from outside
            left join lateral (
                select d.district_id
                from district_version d
                join district i on i.id = d.district_id
                where d.geom && st_expand(
                        outside.geom, tolerance_m / 110000 / cos(radians(st_ymax(outside.geom))), tolerance_m / 110000
                    )
                  and d.recorded @> known
                  and st_dwithin(d.geom::geography, outside.geom::geography, tolerance_m)
                order by st_distance(d.geom::geography, outside.geom::geography), i.code collate "C"
                limit 1
            ) nearest on true
        $$
    """)
    op.execute("""
        comment on function district_shares is 'The ground by district. While boundaries are not authoritative a stated
district takes all. Otherwise geometry decides: a district that covers all of it has it, where districts overlap the
first by code; what lies outside every district goes to the nearest one within the tolerance, and beyond it to none.'
    """)


def create_account_release() -> None:
    """Say once which releases an account holds, with what is asked of them; the code is looked up only where it is."""
    op.execute("""
        create view account_release as
        select
            a.code as account, v.id as version_id, v.release_area_id,
            (select i.code from release_area i where i.id = v.release_area_id) as code, v.recorded,
            case when a.code = 'certified' and v.basis = 'certified' then coalesce(v.accepted_on, v.effective_date)
                else v.effective_date end as effective_date,
            v.effective_date as worked_on,
            m.position as method_rank, v.release_method, v.district_id, v.ground, v.area_reported_m2,
            (select array_agg(t.target_type order by t.target_type) from release_area_version_target_type t
                where t.version_id = v.id) as target_types,
            v.visibility, v.task_id, v.organisation_id, v.basis, v.area_m2, v.processed_m2,
            coalesce(v.ap_mine, 0) + coalesce(v.av_mine, 0) + coalesce(v.submunition, 0)
            + coalesce(v.uxo, 0) + coalesce(v.axo, 0) + coalesce(v.ied, 0) > 0 as says_find
        from release_area_version v
        join release_method m on m.code = v.release_method
        join account a on a.code = 'operational' or a.code = 'certified' and v.qc_state <> 'failed'
            and (v.basis = 'certified' or v.release_method = 'cancelled')
    """)
    op.execute("""
        comment on view account_release is 'Which releases an account holds, in which order they come:
every version in the operational account; accepted completion, dated by acceptance, and approved cancellation in the
certified one, unless quality control failed it.'
    """)
