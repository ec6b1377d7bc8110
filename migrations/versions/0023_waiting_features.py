"""What waits for approval at an instant, said once: its uploads, its features, the ground they would bring."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the function that reports and checks ask."""
    op.execute("""
        create function waiting_features(known timestamptz) returns table (
            upload_id uuid, sent_at timestamptz, layer text, change text, fields jsonb, geom geometry, day text,
            area_m2 numeric, district text, organisation text, project text
        ) language sql stable parallel safe as $$
            select
                upload.id, upload.created_at, upload.layer, feature.change, feature.fields, feature.geom,
                coalesce(
                    feature.fields ->> 'effective_date', feature.fields ->> 'disposed_on', feature.fields ->> 'found_on'
                ),
                case
                    when upload.layer <> 'release_areas' or feature.change = 'withdrawn' then 0
                    when st_dimension(feature.geom) = 2 then ground_area_m2(feature.geom)
                    else coalesce((feature.fields ->> 'area_reported_m2')::double precision, 0)
                end::numeric,
                district.code, coalesce(feature.fields ->> 'organisation', organisation.code), project.code
            from upload
            cross join lateral (
                select to_status
                from workflow_event
                where workflow_event.upload_id = upload.id and workflow_event.at <= known
                order by workflow_event.id desc
                limit 1
            ) as last_event
            join staged_feature as feature on feature.upload_id = upload.id
            left join task on task.code = feature.fields ->> 'task_code'
            left join task_version as t on t.task_id = task.id and t.recorded @> known
            left join project_phase_version as p on p.project_phase_id = t.project_phase_id and p.recorded @> known
            left join project on project.id = p.project_id
            left join organisation on organisation.id = t.organisation_id
            left join district as stated on stated.code = feature.fields ->> 'district_code'
            left join lateral (
                select d.district_id
                from district_version as d
                where stated.id is null
                  and d.recorded @> known
                  and st_intersects(d.geom, st_pointonsurface(feature.geom))
                order by d.district_id
                limit 1
            ) as around on true
            left join district on district.id = coalesce(stated.id, around.district_id, t.district_id)
            where not upload.is_check
              and last_event.to_status in ('submitted', 'regional_verified')
              and feature.change in ('new', 'changed', 'withdrawn')
        $$
    """)
    op.execute("""
        comment on function waiting_features is 'Features that would change something, of uploads on the road to
approval at an instant. The day is that of work, of disposal or of the find. The square metres are those of new and
corrected releases, as drawn, or as reported where nothing is drawn, and netted against nothing. A feature is where it
states, else where a point on its ground lies, else where its task is; it is of whom it names, else of its task.'
    """)
