package evidence

import (
	"bytes"
	"encoding/json"
	"strings"

	"quanlian/base/errs"
)

// receiptForm is the value of the member "format".
const receiptForm = "quanlian-receipt-v1"

// Receipt (存证凭证) is one JSON document that proves a statement without us:
// the statement, its leaf and index, the path to the root, the signed
// checkpoint, and the keys of the log. It outlives keys: a key that was
// replaced still stands in it and in the list of keys.
type Receipt struct {
	Format     string   `json:"format"`
	Statement  []Part   `json:"statement"`
	Leaf       string   `json:"leaf"`
	Index      uint64   `json:"index"`
	Path       []Digest `json:"path"`
	Checkpoint string   `json:"checkpoint"`
	Log        LogKeys  `json:"log"`
}

// LogKeys names a log and the keys that signed, each as one line.
type LogKeys struct {
	Name string   `json:"name"`
	Keys []string `json:"keys"`
}

// NewReceipt puts a receipt together. The keys are those of the checkpoint's
// lines, in their order.
func NewReceipt(parts []Part, l Leaf, path []Digest, checkpoint string, keys []Key) (Receipt, error) {
	c, err := ReadCheckpoint(checkpoint)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{Format: receiptForm, Statement: parts, Leaf: l.String(), Index: l.Number, Path: path, Checkpoint: checkpoint, Log: LogKeys{Name: c.Log}}
	if r.Path == nil {
		r.Path = []Digest{}
	}
	for _, k := range keys {
		r.Log.Keys = append(r.Log.Keys, k.String())
	}
	return r, nil
}

// Marshal writes the document, indented, with a line end.
func (r Receipt) Marshal() ([]byte, error) {
	tight, err := r.tight()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, tight, "", "  "); err != nil {
		return nil, errs.Wrap(errs.Internal, "evidence.body", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// tight is the one spelling of a receipt, without white space.
func (r Receipt) tight() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return nil, errs.Wrap(errs.Internal, "evidence.body", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// ReadReceipt reads a receipt. White space between its members does not count;
// everything else must be spelled as Marshal spells it, so that no bit of a
// receipt can change unseen.
func ReadReceipt(text []byte) (Receipt, error) {
	var r Receipt
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) // some editors put a mark before
	var tight bytes.Buffer
	if err := json.Compact(&tight, text); err != nil {
		return r, errs.Wrap(errs.Invalid, "evidence.not_json", err)
	}
	dec := json.NewDecoder(bytes.NewReader(tight.Bytes()))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		if e := errs.As(err); e != nil {
			return r, e
		}
		return r, errs.Wrap(errs.Invalid, "evidence.not_a_receipt", err)
	}
	if r.Format != receiptForm {
		return r, errs.New(errs.Invalid, "evidence.format", errs.Args{"format": short(r.Format), "known": receiptForm})
	}
	again, err := r.tight()
	if err != nil {
		return r, err
	}
	if !bytes.Equal(again, tight.Bytes()) {
		return r, errs.New(errs.Invalid, "evidence.respelled", nil)
	}
	return r, r.whole()
}

// whole refuses parts that are neither shown nor hidden, or out of order.
func (r Receipt) whole() error {
	if len(r.Statement) == 0 || len(r.Log.Keys) == 0 {
		return errs.New(errs.Invalid, "evidence.not_a_receipt", nil)
	}
	for i, p := range r.Statement {
		if p.Name == "" || i > 0 && r.Statement[i-1].Name >= p.Name {
			return errs.New(errs.Invalid, "evidence.part_order", errs.Args{"name": short(p.Name)})
		}
		_, err := ParseDigest(p.Salt)
		shown := err == nil && len(p.Value) > 0
		hidden := p.Salt == "" && len(p.Value) == 0 && p.Hidden != nil
		if shown == hidden || shown && p.Hidden != nil {
			return errs.New(errs.Invalid, "evidence.part", errs.Args{"name": short(p.Name)})
		}
	}
	return nil
}

// Shown are the values that the receipt shows, by name.
func (r Receipt) Shown() map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, p := range r.Statement {
		if p.Hidden == nil {
			out[p.Name] = p.Value
		}
	}
	return out
}

// Text is a shown value as plain text: a JSON string without its quotes.
func (r Receipt) Text(name string) string {
	for _, p := range r.Statement {
		if p.Name != name || p.Hidden != nil {
			continue
		}
		var s string
		if json.Unmarshal(p.Value, &s) == nil {
			return s
		}
		return strings.TrimSpace(string(p.Value))
	}
	return ""
}

// Files are the files that the receipt binds; ok is false when it binds none,
// or hides them.
func (r Receipt) Files() (Files, bool) { return filesOf(r.Shown()) }
