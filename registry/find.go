package registry

import "quanlian/base/calendar"

// Filter is what the register is searched by; zero fields do not filter.
type Filter struct {
	Text   string // words, each in number, title, abstract or owners' names
	Kind   Kind
	IPC    string // beginning of the main class
	Owner  string // party:ID (its code and name count too), uscc:CODE or name:NAME
	Status string
	Day    calendar.Date // the day of the status; zero: as last projected
	Limit  int
	Offset int
}

// Row is one line of a list of rights, as the register projects it today.
type Row struct {
	Number   string `json:"number"`
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Abstract string `json:"abstract"`
	Owners   string `json:"owners"`
	IPCMain  string `json:"ipc_main"`
	Filing   string `json:"filing"`
	Granted  string `json:"granted"`
	Status   string `json:"status"`
	TermEnd  string `json:"term_end"`
}
