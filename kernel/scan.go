package kernel

import "time"

// ScanState is what a virus scanner said of a file.
type ScanState string

// The states of a file that was put in.
const (
	ScanClean   ScanState = "clean"
	ScanWaiting ScanState = "waiting" // the scanner did not answer yet; nobody opens the file
	ScanBad     ScanState = "bad"     // something was found; nobody opens the file any more
)

// ScanFile keeps what a scanner said of the bytes that lie under a hash. Whoever
// put them in is told when something is found later.
type ScanFile struct {
	SHA256 string    `json:"sha256"`
	State  ScanState `json:"state"`
	Found  string    `json:"found,omitempty"`
	Name   string    `json:"name,omitempty"`
	By     []UserID  `json:"by,omitempty"`
}

// Write is the name in the journal.
func (ScanFile) Write() string { return "file.scan" }

// Tells whoever put in a file in which something was found after it was taken.
func (w ScanFile) Tells(View, Actor) ([]Tell, error) {
	if w.State != ScanBad || len(w.By) == 0 {
		return nil, nil
	}
	t := Tell{Text: "kernel.notice.file_bad", Args: map[string]string{"name": w.Name, "found": w.Found}}
	for _, u := range w.By {
		t.To = append(t.To, "user:"+string(u))
	}
	return []Tell{t}, nil
}

// ScanEvery is how often a file that waits is offered to the scanner again.
// Unit: seconds. Source: our choice; a scanner that restarts needs about as long.
const ScanEvery = 15 * time.Second

// ScansOf asks what a scanner said of files by their hashes; a file that none was
// asked about is left out.
type ScansOf struct{ Hashes []string }

// Answer binds the query to its answer.
func (ScansOf) Answer(map[string]ScanState) {}
