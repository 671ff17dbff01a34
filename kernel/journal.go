package kernel

import (
	"encoding/json"
	"time"
)

// Entry is one row of the journal: who did what, for whom, when, and how the
// case stood before and after. It holds personal data; its leaf does not.
type Entry struct {
	ID    string   `json:"id"`
	Case  CaseID   `json:"case,omitempty"`
	No    string   `json:"no,omitempty"` // shown number of the case
	Flow  FlowAddr `json:"flow,omitempty"`
	Act   string   `json:"act"` // name of the move or of the write
	Actor Actor    `json:"actor"`
	// For is the absent colleague in whose place the actor acted.
	For     UserID          `json:"for,omitempty"`
	ForName string          `json:"for_name,omitempty"`
	At      time.Time       `json:"at"`
	From    State           `json:"from,omitempty"`
	To      State           `json:"to,omitempty"`
	Version int64           `json:"version,omitempty"`
	Key     string          `json:"key,omitempty"` // idempotency key of the command
	Note    string          `json:"note,omitempty"`
	Input   json.RawMessage `json:"input,omitempty"`
	Effects []EffectName    `json:"effects,omitempty"`
	// Salt blinds the commitment that package evidence makes of the entry;
	// erasure deletes body and salt together.
	Salt []byte `json:"-"`
	// Erased: what the entry said was deleted by law; only act and time are left.
	Erased bool `json:"-"`
}
