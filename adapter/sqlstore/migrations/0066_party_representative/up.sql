-- who represents a party by law, as its licence names them
alter table parties add column representative text not null default '';
