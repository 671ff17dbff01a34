package kernel

import (
	"crypto/sha256"
	"encoding/json"
	"time"
)

// Entry is one row of the journal: who did what, for whom, when, and how the
// case stood before and after. It holds personal data; its leaf does not.
type Entry struct {
	ID      string          `json:"id"`
	Case    CaseID          `json:"case,omitempty"`
	Flow    FlowAddr        `json:"flow,omitempty"`
	Act     string          `json:"act"` // name of the move or of the write
	Actor   Actor           `json:"actor"`
	At      time.Time       `json:"at"`
	From    State           `json:"from,omitempty"`
	To      State           `json:"to,omitempty"`
	Version int64           `json:"version,omitempty"`
	Key     string          `json:"key,omitempty"` // idempotency key of the command
	Note    string          `json:"note,omitempty"`
	Input   json.RawMessage `json:"input,omitempty"`
	Effects []EffectName    `json:"effects,omitempty"`
	// Salt blinds the commitment; erasure deletes body and salt together.
	Salt []byte `json:"-"`
}

// Commitment is SHA-256 over salt and canonical body: it binds the entry and
// tells nothing about it once the salt is gone.
func (e Entry) Commitment() ([32]byte, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return [32]byte{}, err
	}
	h := sha256.New()
	h.Write([]byte("quanlian-journal-v1\x00"))
	h.Write(e.Salt)
	h.Write(body)
	return [32]byte(h.Sum(nil)), nil
}
