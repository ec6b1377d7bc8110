"""Uploads: the files that came in, what was read from them and found, and what was said of them in review."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import INSTANT, NEW_ID, NOW, link, shape

revision = "03_uploads"
down_revision = "02_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    create_uploads()
    create_files()
    create_features()
    create_review()
    create_forget_checks()


def create_uploads() -> None:
    """Keep how far each upload got, and how the files of an organisation are read."""
    op.create_table(
        "upload",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.LargeBinary(), comment="Missing: a withdrawal comes without a file."),
        sa.Column("file_bytes", sa.BigInteger()),
        sa.Column(
            "is_check",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Checked only: never submitted.",
        ),
        sa.Column("is_partial", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        link("status", "upload_status.code", nullable=False),
        link("review_mode", "review_mode.code", nullable=False),
        link("author_id", "person.id", nullable=False),
        link("replaces_id", "upload.id"),
        link("withdraws_id", "upload.id", index=True, comment="The approved upload that this one takes back."),
        sa.Column("revision_reason", sa.Text()),
        sa.Column("counts", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column(
            "answers",
            JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="What was said of how to read it.",
        ),
        sa.Column("understood", JSONB(), comment="How it was read: layer, CRS, columns and what they became."),
        sa.CheckConstraint("num_nonnulls(file_sha256, withdraws_id) = 1", name="file_or_withdrawal"),
        sa.CheckConstraint(
            "layer in ('districts', 'organisations', 'projects', 'project_phases', 'hazardous_areas', 'tasks', "
            "'release_areas', 'eo_items')",
            name="layer_known",
        ),
        sa.Index("ix_upload_status_created_at", "status", "created_at"),
        comment="One file that came in, or the withdrawal of one, and how far it got.",
    )
    op.create_table(
        "upload_work",
        link("upload_id", "upload.id", primary_key=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("done_count", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total_count", sa.BigInteger(), comment="Missing while it is not known."),
        sa.Column("started_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("changed_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("cancelled_at", INSTANT, comment="When a person asked to stop."),
        link("cancelled_by_id", "person.id"),
        sa.CheckConstraint("stage in ('waiting', 'reading', 'checking', 'storing')", name="stage_known"),
        comment="How far the work on a large upload is; written beside its transaction, so that others see it.",
    )
    op.create_table(
        "saved_mapping",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        link("organisation_id", "organisation.id", comment="Whose files look so; missing: the installation's own."),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("column_names", sa.ARRAY(sa.Text()), nullable=False, comment="Of the files it is for, in order."),
        sa.Column("answers", JSONB(), nullable=False),
        link("saved_by_id", "person.id", nullable=False),
        sa.Column("saved_at", INSTANT, server_default=NOW, nullable=False),
        comment="How the files of an organisation are read; the last saved for the same columns is offered.",
    )


def create_files() -> None:
    """Keep the bytes as they came."""
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.LargeBinary(), primary_key=True),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", INSTANT, server_default=NOW, nullable=False),
        comment="The files that came in, each once, whatever it was called.",
    )
    op.create_table(
        "stored_file_part",
        sa.Column("sha256", sa.LargeBinary(), sa.ForeignKey("stored_file.sha256"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        comment="The bytes of a file, in order, a few megabytes a row.",
    )
    op.execute("alter table stored_file_part alter column bytes set storage external")  # most are packed already


def create_features() -> None:
    """Keep what was read, and what is wrong with it."""
    op.create_table(
        "staged_feature",
        link("upload_id", "upload.id", primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, comment="0-based, in the file."),
        sa.Column("code", sa.Text()),
        sa.Column(
            "fields", JSONB(), nullable=False, comment="The layer's fields, typed as JSON, codes and dates as text."
        ),
        sa.Column("properties", JSONB(), nullable=False, comment="What the file said, unchanged."),
        shape("geom", "GEOMETRY"),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column(
            "base_version", sa.Integer(), comment="The version of the record that it was compared with; missing: none."
        ),
        sa.Column(
            "version_id",
            sa.UUID(),
            server_default=NEW_ID,
            nullable=False,
            comment="The id that its version has once it is approved.",
        ),
        sa.Column("restores_id", sa.UUID(), comment="In a withdrawal: the version whose content comes back."),
        sa.Column(
            "source_row",
            sa.Integer(),
            comment="0-based, in the file, where rows were split or gathered; missing: position.",
        ),
        sa.Column(
            "source_outline", sa.LargeBinary(), comment="As drawn in the file, EWKB in its CRS; missing: as `geom`."
        ),
        sa.CheckConstraint("change in ('new', 'changed', 'unchanged', 'left_out', 'withdrawn')", name="change_known"),
        comment="The features of an upload: what waits for approval, and after it what each version was made from.",
    )
    # The upload that is worked on is newer than any statistics: told of the others only, the planner expects no rows of
    # it and joins them one by one, which takes the square of their number.
    op.execute("alter table staged_feature alter upload_id set statistics 0")
    op.create_table(
        "upload_issue",
        link("upload_id", "upload.id", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column(
            "position", sa.Integer(), comment="Of the feature, 0-based; missing when the file as a whole is meant."
        ),
        sa.Column("feature_code", sa.Text()),
        sa.Column("field", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        link("severity", "severity.code", nullable=False),
        sa.Column("values", JSONB(), nullable=False),
        shape("location", "POINT"),
        sa.Column("repair", sa.Text()),
        comment="What the checks found in an upload.",
    )


def create_review() -> None:
    """Keep who moved an upload on the road to approval, and what a reviewer is shown of it."""
    op.create_table(
        "workflow_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        link("upload_id", "upload.id", nullable=False, index=True),
        sa.Column("at", INSTANT, server_default=NOW, nullable=False),
        link("person_id", "person.id", nullable=False),
        link("from_status", "upload_status.code"),
        link("to_status", "upload_status.code", nullable=False),
        link("review_mode", "review_mode.code", nullable=False),
        sa.Column("reason", sa.Text()),
        comment="Every move of an upload: who, when, from, to, why.",
    )
    op.create_table(
        "warning_acceptance",
        sa.Column("workflow_event_id", sa.BigInteger(), sa.ForeignKey("workflow_event.id"), primary_key=True),
        sa.Column("rule", sa.Text(), primary_key=True, comment="The rule whose warnings are accepted; * for all."),
        sa.Column("reason", sa.Text(), nullable=False),
        comment="The written acceptance of an upload's warnings at one step of review.",
    )
    op.create_table(
        "upload_effect",
        link("upload_id", "upload.id", ondelete="CASCADE", primary_key=True),
        sa.Column(
            "known_at",
            INSTANT,
            comment="The last change of the ledger that it was worked out on; missing before the first.",
        ),
        sa.Column("effect", JSONB(), nullable=False),
        comment="What the approval of an upload would change, as it was last worked out.",
    )
    op.create_table(
        "upload_summary",
        link("upload_id", "upload.id", ondelete="CASCADE", primary_key=True),
        sa.Column("summary", JSONB(), nullable=False),
        comment="What an upload that was sent for review holds: districts, organisations, warnings by rule, area.",
    )


def create_forget_checks() -> None:
    """Let mere checks be forgotten, which is all that is ever deleted of uploads."""
    op.execute("""
        create function forget_checks(before timestamptz) returns bigint language plpgsql security definer
        set search_path = public, pg_temp as $$
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
        end $$
    """)
    op.execute("""
        comment on function forget_checks is
            'Deletes mere checks that came in before an instant, and the files that nothing else came from.'
    """)
