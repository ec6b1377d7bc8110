-- The pieces that begin or end in a chunk.
select n, piece_id, kind = 'end' as is_end
from ledger_event
where account = :account and chunk = :chunk and piece_id is not null
order by n
