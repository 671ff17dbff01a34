create index rights_by_facet on rights (kind, status, ipc_main, term_end);
