alter table documents add column entry text not null default '';
create index documents_by_sha256 on documents (sha256);
