-- whose upload binds a content is asked at each filing: by the index alone,
-- however often the same paper was handed in
create index documents_by_content on documents (sha256, made_by, entry);
drop index documents_by_sha256;
