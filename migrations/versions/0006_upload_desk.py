"""The upload desk: files kept as they came, how they were read, work in progress, and mappings of columns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GRANTS = """
    grant select, insert on stored_file, stored_file_part, saved_mapping to landrelease_service;
    grant select, insert, update, delete on upload_work to landrelease_service;
    grant update (understood, answers) on upload to landrelease_service;
    grant update (organisation_id) on person to landrelease_service
"""

FORGET_CHECKS = """
    create function forget_checks(before timestamptz) returns bigint language plpgsql security definer as $$
    declare
        checks uuid[];
        files bytea[];
    begin
        -- Nobody keeps a file meanwhile; where somebody does, the next sweep forgets.
        if not pg_try_advisory_xact_lock(x'1ED6E9'::bigint) then
            return 0;
        end if;
        select array_agg(id), array_agg(file_sha256) into checks, files
        from (
            select u.id, u.file_sha256
            from upload u
            where u.is_check
              and u.created_at < before
              and not exists (select from upload_work w where w.upload_id = u.id)
              and not exists (select from workflow_event e where e.upload_id = u.id)
            for update of u skip locked
        ) over;
        if checks is null then
            return 0;
        end if;
        delete from upload_issue where upload_id = any(checks);
        delete from staged_feature where upload_id = any(checks);
        delete from upload where id = any(checks);
        select array_agg(f) into files
        from unnest(files) f
        where not exists (select from upload u where u.file_sha256 = f);
        delete from stored_file_part where sha256 = any(files);
        delete from stored_file where sha256 = any(files);
        return cardinality(checks);
    end $$;
    comment on function forget_checks is
        'Deletes mere checks that came in before an instant, and the files that nothing else came from.';
    revoke execute on function forget_checks from public;
    grant execute on function forget_checks to landrelease_service
"""


def upgrade() -> None:
    """Add what the desk keeps."""
    now = sa.text("clock_timestamp()")
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", instant, server_default=now, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_stored_file"),
        comment="The files that came in, each once, whatever it was called.",
    )
    op.create_table(
        "stored_file_part",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name="fk_stored_file_part_sha256"),
        sa.PrimaryKeyConstraint("sha256", "number", name="pk_stored_file_part"),
        comment="The bytes of a file, in order, a few megabytes a row.",
    )
    op.create_table(
        "upload_work",
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("done_count", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total_count", sa.BigInteger(), nullable=True, comment="Missing while it is not known."),
        sa.Column("started_at", instant, server_default=now, nullable=False),
        sa.Column("changed_at", instant, server_default=now, nullable=False),
        sa.Column("cancelled_at", instant, nullable=True, comment="When a person asked to stop."),
        sa.Column("cancelled_by_id", sa.UUID(), nullable=True),
        sa.CheckConstraint("stage in ('waiting', 'reading', 'checking', 'storing')", name="ck_upload_work_stage_known"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_work_upload_id"),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name="fk_upload_work_cancelled_by_id"),
        sa.PrimaryKeyConstraint("upload_id", name="pk_upload_work"),
        comment="How far the work on a large upload is; written beside its transaction, so that others see it.",
    )
    op.create_table(
        "saved_mapping",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column(
            "organisation_id",
            sa.UUID(),
            nullable=True,
            comment="Whose files look so; missing: the installation's own.",
        ),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column(
            "column_names", postgresql.ARRAY(sa.Text()), nullable=False, comment="Of the files it is for, in order."
        ),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("saved_by_id", sa.UUID(), nullable=False),
        sa.Column("saved_at", instant, server_default=now, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_saved_mapping_organisation_id"),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name="fk_saved_mapping_saved_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_mapping"),
        comment="How the files of an organisation are read; the last saved for the same columns is offered.",
    )
    op.execute("alter table stored_file_part alter column bytes set storage external")  # most are packed already
    add_columns()
    for column in ("task_id", "effective_date"):
        op.create_index(
            f"ix_release_area_version_{column}",
            "release_area_version",
            [column],
            postgresql_where=sa.text("upper_inf(recorded)"),
        )
    op.execute(GRANTS)
    op.execute(FORGET_CHECKS)
    keep_functions_from_temporary_tables()


def keep_functions_from_temporary_tables() -> None:
    """Have the function look among temporary tables last: the role may make one that is called like a table of ours."""
    op.execute("""
        do $$
        declare
            path text := current_setting('search_path');
        begin
            perform set_config('search_path', path || ', pg_temp', true);
            alter function forget_checks set search_path from current;
            perform set_config('search_path', path, true);
        end $$
    """)


def add_columns() -> None:
    """Say of people whose records they send, of uploads how they were read, of features where they come from."""
    organisation = sa.Column(
        "organisation_id", sa.UUID(), nullable=True, comment="Whose records they send; missing: anybody's."
    )
    answers = sa.Column(
        "answers",
        postgresql.JSONB(),
        server_default=sa.text("'{}'"),
        nullable=False,
        comment="What was said of how to read it.",
    )
    understood = sa.Column(
        "understood",
        postgresql.JSONB(),
        nullable=True,
        comment="How it was read: layer, CRS, columns and what they became.",
    )
    source_row = sa.Column(
        "source_row",
        sa.Integer(),
        nullable=True,
        comment="0-based, in the file, where rows were split or gathered; missing: position.",
    )
    source_outline = sa.Column(
        "source_outline",
        sa.LargeBinary(),
        nullable=True,
        comment="As drawn in the file, EWKB in its CRS; missing: as `geom`.",
    )
    op.add_column("person", organisation)
    op.create_foreign_key("fk_person_organisation_id", "person", "organisation", ["organisation_id"], ["id"])
    op.add_column("upload", answers)
    op.add_column("upload", understood)
    op.add_column("staged_feature", source_row)
    op.add_column("staged_feature", source_outline)
