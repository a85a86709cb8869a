"""The log only grows, by whole batches, each behind the head before it."""

from django.db import migrations

from hocba.adapters.guards import always, append_only

_BEHIND_A_HEAD = f"""
CREATE FUNCTION ledger_entry_behind_a_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added WHERE position < 0
            OR position >= (SELECT coalesce(max(size), 0) FROM ledger_checkpoint)
    ) THEN
        RAISE EXCEPTION 'Sổ cái không nhận mục nằm ngoài đầu sổ đã ký.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER behind_a_head AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_behind_a_head();
{always("ledger_entry", "behind_a_head")}
"""

# Deferred: the head is written first, to win or lose the race; its entries follow.
_WHOLE_BATCHES = f"""
CREATE FUNCTION ledger_checkpoint_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.previous_size <> (
        SELECT coalesce(max(size), 0) FROM ledger_checkpoint WHERE size < NEW.size
    ) THEN
        RAISE EXCEPTION 'Đầu sổ cái mới không nối tiếp đầu sổ trước.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.size - NEW.previous_size <> (
        SELECT count(*) FROM ledger_entry
            WHERE position >= NEW.previous_size AND position < NEW.size
    ) THEN
        RAISE EXCEPTION 'Đầu sổ cái mới không có đủ các mục của nó.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER follows AFTER INSERT ON ledger_checkpoint
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_follows();
{always("ledger_checkpoint", "follows")}
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        append_only("ledger_entry"),
        append_only("ledger_node"),
        append_only("ledger_checkpoint"),
        migrations.RunSQL(_BEHIND_A_HEAD, "DROP FUNCTION ledger_entry_behind_a_head CASCADE;"),
        migrations.RunSQL(_WHOLE_BATCHES, "DROP FUNCTION ledger_checkpoint_follows CASCADE;"),
    ]
