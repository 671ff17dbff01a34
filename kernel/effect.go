package kernel

import (
	"encoding/json"
	"time"
)

// Effect is one value of the closed list of things that a move may bring
// about. The desk applies all of them in the move's own transaction. A new kind
// needs an ADR; test/floors holds the list.
type Effect interface{ Effect() EffectName }

// EffectName is the name under which an effect stands in the journal.
type EffectName string

// OpenCase opens another case of the same or another flow.
type OpenCase struct {
	ID     CaseID          `json:"id"`
	No     string          `json:"no"` // drawn from Turn.Number
	Flow   FlowAddr        `json:"flow"`
	Title  string          `json:"title"`
	State  State           `json:"state"`
	Data   json.RawMessage `json:"data"`
	Access []Access        `json:"access"`
	Unit   UnitID          `json:"unit,omitempty"`
	Parent CaseID          `json:"parent,omitempty"`
	Limits []Limit         `json:"limits,omitempty"`
}

// LinkCase joins two cases.
type LinkCase struct {
	From CaseID `json:"from"`
	To   CaseID `json:"to"`
	Kind string `json:"kind"`
}

// MoveChild makes a move in another case of the same matter, inside the same
// transaction, in the name of the same actor as system.
type MoveChild struct {
	Case  CaseID          `json:"case"`
	Move  string          `json:"move"`
	Input json.RawMessage `json:"input"`
}

// IssueDocument freezes template and data and allots the number; a job renders
// it later and reports the hash by the move document.rendered.
type IssueDocument struct {
	ID       string          `json:"id"`
	Kind     string          `json:"kind"`     // language key of its name
	Template string          `json:"template"` // address below catalogue/documents
	Data     json.RawMessage `json:"data"`
	Series   string          `json:"series,omitempty"` // 文号 series; "" for an unnumbered paper
	For      Role            `json:"for,omitempty"`    // whose own paper it is; "" for everybody at its level
	Part     string          `json:"part,omitempty"`   // what tells it from others of its kind, as a year
}

// AttachDocument makes an uploaded file a document of the case; its bytes lie in
// the blob store under their hash already.
type AttachDocument struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"` // language key of what it is
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Media  string `json:"media"`
	Pages  int    `json:"pages,omitempty"`
	Level  Level  `json:"level"`
	For    Role   `json:"for,omitempty"` // whose own it is, see [Paper.OpenTo]
}

// SetTimer sets or replaces the named timer of the case: at the instant the
// desk makes the move as system actor "timer".
type SetTimer struct {
	Name  string          `json:"name"`
	At    time.Time       `json:"at"`
	Move  string          `json:"move"`
	Input json.RawMessage `json:"input,omitempty"`
}

// ClearTimer removes the named timer of the case.
type ClearTimer struct {
	Name string `json:"name"`
}

// Notify sends a message to everybody who takes part in the role: staff are told
// as an office, its heads by name.
type Notify struct {
	To   Role              `json:"to"`
	User UserID            `json:"user,omitempty"` // only this one of them
	Text string            `json:"text"`           // language key
	Args map[string]string `json:"args,omitempty"`
}

// Ask asks an outside party. Its answer, late, doubled or out of order, comes
// back as the move OnAnswer by the system actor named as the party.
type Ask struct {
	Key      string          `json:"key"` // idempotency key, ours
	Party    Role            `json:"party"`
	Kind     string          `json:"kind"`
	Payload  json.RawMessage `json:"payload"`
	OnAnswer string          `json:"on_answer"`
	AnswerBy time.Time       `json:"answer_by,omitzero"`
}

// Effect names.
func (OpenCase) Effect() EffectName       { return "case.open" }
func (LinkCase) Effect() EffectName       { return "case.link" }
func (MoveChild) Effect() EffectName      { return "case.move_child" }
func (IssueDocument) Effect() EffectName  { return "document.issue" }
func (AttachDocument) Effect() EffectName { return "document.attach" }
func (SetTimer) Effect() EffectName       { return "timer.set" }
func (ClearTimer) Effect() EffectName     { return "timer.clear" }
func (Notify) Effect() EffectName         { return "notify" }
func (Ask) Effect() EffectName            { return "ask" }
