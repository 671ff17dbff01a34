package evidence

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"quanlian/base/errs"
)

// SignatureFormat names the form of a signature over a paper; another form gets
// another name, never another meaning.
const SignatureFormat = "quanlian-signature-v1"

// SignAlgorithm is how a paper is signed.
type SignAlgorithm string

// SM2WithSM3 is GB/T 32918 with SM3, user id of GM/T 0009, the value in ASN.1.
const SM2WithSM3 SignAlgorithm = "SM2-with-SM3"

// SignedPaper is what an electronic signature (电子签名) says: who signs, in whose
// name and in which part, which paper of which case, by its digest, and when.
type SignedPaper struct {
	Case   string    `json:"case"`  // its number
	Paper  string    `json:"paper"` // id of the paper
	Title  string    `json:"title"` // its name
	SHA256 Digest    `json:"sha256"`
	Role   string    `json:"role"`   // in the case: seller, buyer, office
	Party  string    `json:"party"`  // in whose name
	Code   string    `json:"code"`   // official code of the party
	Signer string    `json:"signer"` // the person who acts
	At     time.Time `json:"at"`     // as the signature service says
}

// Message is the text that is signed: one line for each field, in this order.
func (p SignedPaper) Message() []byte {
	var b bytes.Buffer
	line := func(name, value string) { b.WriteString(name + " " + value + "\n") }
	b.WriteString(SignatureFormat + "\n")
	line("case", p.Case)
	line("paper", p.Paper)
	line("title", p.Title)
	line("sha256", p.SHA256.String())
	line("role", p.Role)
	line("party", p.Party)
	line("code", p.Code)
	line("signer", p.Signer)
	line("at", p.At.UTC().Format(time.RFC3339))
	return b.Bytes()
}

// plain refuses fields that could read as two lines.
func (p SignedPaper) plain() bool {
	for _, s := range []string{p.Case, p.Paper, p.Title, p.Role, p.Party, p.Code, p.Signer} {
		if strings.IndexFunc(s, unicode.IsControl) >= 0 {
			return false
		}
	}
	return p.Case != "" && p.Paper != "" && p.Party != "" && !p.At.IsZero()
}

// Signature is an electronic signature over one paper as the signature service
// gave it: what was said, the certificates with the signer's first, the value.
type Signature struct {
	Format    string        `json:"format"`
	Signed    SignedPaper   `json:"signed"`
	Algorithm SignAlgorithm `json:"algorithm"`
	Chain     [][]byte      `json:"certificates"` // X.509, DER
	Value     []byte        `json:"signature"`
}

// Marshal writes the signature as the file that is kept and handed out.
func (s Signature) Marshal() ([]byte, error) {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return append(text, '\n'), nil
}

// ReadSignature reads such a file.
func ReadSignature(text []byte) (Signature, error) {
	var s Signature
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return s, errs.Wrap(errs.Invalid, "evidence.not_a_signature", err)
	}
	if s.Format != SignatureFormat || s.Algorithm != SM2WithSM3 || len(s.Chain) == 0 || len(s.Value) == 0 || !s.Signed.plain() {
		return s, errs.New(errs.Invalid, "evidence.not_a_signature", nil)
	}
	return s, nil
}

// IsSignature tells whether a file says that it is a signature, to choose
// between [VerifySignature] and [Verify].
func IsSignature(text []byte) bool {
	var head struct {
		Format string `json:"format"`
	}
	return json.Unmarshal(text, &head) == nil && strings.HasPrefix(head.Format, "quanlian-signature-")
}

// SignRequest is what a signature service is asked: to sign a paper in the name
// of a party. At in it is when it was asked.
type SignRequest struct {
	Key  string      `json:"key"` // of the question; an answer repeats it
	Sign SignedPaper `json:"sign"`
}

// SignAnswer is what a signature service says: a signature, or why not.
type SignAnswer struct {
	Key     string `json:"key"`
	Refused string `json:"refused,omitempty"`
	// Signature is the file as the service gave it, byte for byte; SHA256 and
	// Bytes say under which hash it lies in the store of files.
	Signature string `json:"signature,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
	Bytes     int64  `json:"bytes,omitempty"`
}
