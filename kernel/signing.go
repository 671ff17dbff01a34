package kernel

import "time"

// RoleEsign is the outside electronic-signature service (电子签名服务).
const RoleEsign Role = "esign"

// SignRun is a question to the electronic-signature service in somebody's name,
// and what came of it. Case data keep it; a check of what came is above, where
// signatures are known.
type SignRun struct {
	Ask      string    `json:"ask"`
	Asked    time.Time `json:"asked"`
	By       UserID    `json:"by"`
	Signer   string    `json:"signer"` // the person's name
	Attempts int       `json:"attempts"`
	Refused  string    `json:"refused,omitempty"` // what the service said
	// Withdrawn is why the question was taken back before an answer.
	Withdrawn string        `json:"withdrawn,omitempty"`
	Evidence  *SignEvidence `json:"evidence,omitempty"`
}

// Open reports whether the service has yet to answer.
func (s *SignRun) Open() bool {
	return s != nil && s.Refused == "" && s.Withdrawn == "" && s.Evidence == nil
}

// SignEvidence is what proves a signature (签名证据).
type SignEvidence struct {
	Paper     string    `json:"paper,omitempty"` // the evidence itself, a document of the case
	Signer    string    `json:"signer"`
	Subject   string    `json:"subject,omitempty"` // of the certificate
	Issuer    string    `json:"issuer,omitempty"`
	Serial    string    `json:"serial,omitempty"`
	Algorithm string    `json:"algorithm,omitempty"`
	Digest    string    `json:"digest"` // SHA-256 of the paper
	At        time.Time `json:"at"`
	// ByHand says where the original lies, when it was signed on paper.
	ByHand string `json:"by_hand,omitempty"`
}
