-- the rights of a subclass or section, the latest filing first, are read from an index
create index rights_by_subclass on rights (substr(ipc_main, 1, 4), filing desc, number);
create index rights_by_section on rights (substr(ipc_main, 1, 1), filing desc, number);
