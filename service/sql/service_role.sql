-- Make the role that the service works as, unless the server has it, and let who migrates work as it. It has no
-- password: a server that asks for one lets it in only after its administrator has given it one.
do $$
begin
    if not exists (select from pg_roles where rolname = 'landrelease_service') then
        begin
            create role landrelease_service login;
        exception when duplicate_object or unique_violation then
            null; -- another database of this server has just made it
        end;
    end if;
    if not pg_has_role('landrelease_service', 'member') then
        execute format('grant landrelease_service to %I', current_user);
    end if;
    execute format('grant connect, temporary on database %I to landrelease_service', current_database());
end $$
