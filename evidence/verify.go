package evidence

import "quanlian/base/errs"

// CheckName names one step of checking a receipt.
type CheckName string

// The steps, in their order.
const (
	CheckForm      CheckName = "form"      // a receipt, spelled as it was issued
	CheckStatement CheckName = "statement" // the statement is the one that the leaf binds
	CheckInclusion CheckName = "inclusion" // the leaf stands in the log at its number
	CheckSignature CheckName = "signature" // the log's keys signed that state of the log
	CheckTrust     CheckName = "trust"     // the keys are known to whoever checks
	CheckFile      CheckName = "file"      // the file is the one that the statement names
)

// Result is what became of a step.
type Result string

// The results of a step.
const (
	Yes  Result = "yes"
	No   Result = "no"
	Open Result = "open" // not asked, or not reached
)

// Check is one step with its result.
type Check struct {
	Name   CheckName `json:"name"`
	Result Result    `json:"result"`
}

// Against is what a receipt is compared with besides itself.
type Against struct {
	// Files is what lies there; nil when no file is given.
	Files *Files
	// Trusted are the keys that whoever checks knows from elsewhere; nil when
	// that is not asked. A receipt of a log that nobody knows proves only that
	// whoever made that log said so.
	Trusted []Key
}

// Verdict says what a receipt proves, or why it does not.
type Verdict struct {
	OK     bool
	Reason *errs.Error // the first step that failed; nil when OK
	Checks []Check

	Receipt     Receipt
	Leaf        Leaf
	Checkpoint  Checkpoint
	Bound       Files // the files that the statement names
	HasFiles    bool
	Differences []Difference
}

// Verify checks a receipt step by step and stops at the first no. It needs no
// server and no database.
func Verify(text []byte, a Against) Verdict {
	var v Verdict
	v.Checks, v.Reason = inOrder([]step{
		{CheckForm, func() (r Result, err error) {
			v.Receipt, err = ReadReceipt(text)
			return Yes, err
		}},
		{CheckStatement, v.statement},
		{CheckInclusion, v.inclusion},
		{CheckSignature, v.signature},
		{CheckTrust, func() (Result, error) { return v.trust(a.Trusted) }},
		{CheckFile, func() (Result, error) { return v.files(a.Files) }},
	})
	v.OK = v.Reason == nil
	return v
}

// step is one check of a verification.
type step struct {
	name CheckName
	do   func() (Result, error)
}

// inOrder does the steps up to the first no; those after it stay open.
func inOrder(steps []step) (checks []Check, reason *errs.Error) {
	for _, s := range steps {
		result := Open
		if reason == nil {
			var err error
			if result, err = s.do(); err != nil {
				reason, result = reasonOf(err), No
			}
		}
		checks = append(checks, Check{s.name, result})
	}
	return checks, reason
}

func reasonOf(err error) *errs.Error {
	if e := errs.As(err); e != nil {
		return e
	}
	return errs.Wrap(errs.Invalid, "evidence.not_a_receipt", err)
}

// Result gives the result of a step.
func (v *Verdict) Result(name CheckName) Result {
	for _, c := range v.Checks {
		if c.Name == name {
			return c.Result
		}
	}
	return Open
}

func (v *Verdict) statement() (Result, error) {
	var err error
	if v.Leaf, err = ParseLeaf(v.Receipt.Leaf); err != nil {
		return No, err
	}
	if v.Leaf.Number != v.Receipt.Index {
		return No, errs.New(errs.Invalid, "evidence.index", errs.Args{"leaf": v.Leaf.Number, "index": v.Receipt.Index})
	}
	got, want := commit(v.Receipt.Statement), v.Leaf.Commitment
	switch {
	case got.SHA256 != want.SHA256:
		return No, errs.New(errs.Invalid, "evidence.statement_changed", errs.Args{"hash": "SHA-256"})
	case got.SM3 != want.SM3:
		return No, errs.New(errs.Invalid, "evidence.statement_changed", errs.Args{"hash": "SM3"})
	}
	return Yes, nil
}

func (v *Verdict) inclusion() (Result, error) {
	var err error
	if v.Checkpoint, err = ReadCheckpoint(v.Receipt.Checkpoint); err != nil {
		return No, err
	}
	if v.Checkpoint.Log != v.Receipt.Log.Name {
		return No, errs.New(errs.Invalid, "evidence.other_log", errs.Args{"log": short(v.Checkpoint.Log)})
	}
	return Yes, v.Checkpoint.Includes(v.Leaf, v.Receipt.Path)
}

func (v *Verdict) signature() (Result, error) {
	keys := make([]Key, 0, len(v.Receipt.Log.Keys))
	for _, line := range v.Receipt.Log.Keys {
		k, err := ParseKey(line)
		if err != nil {
			return No, err
		}
		keys = append(keys, k)
	}
	c, err := OpenCheckpoint(v.Receipt.Checkpoint, keys)
	if err != nil {
		return No, err
	}
	v.Checkpoint = c
	return Yes, nil
}

// trust: every key that signed must be known, or the receipt is another's.
func (v *Verdict) trust(known []Key) (Result, error) {
	if known == nil {
		return Open, nil
	}
	for _, k := range v.Checkpoint.Signed {
		found := false
		for _, t := range known {
			found = found || t.String() == k.String()
		}
		if !found {
			return No, errs.New(errs.Invalid, "evidence.unknown_key", errs.Args{"key": k.ID()})
		}
	}
	return Yes, nil
}

func (v *Verdict) files(there *Files) (Result, error) {
	v.Bound, v.HasFiles = v.Receipt.Files()
	if there == nil {
		return Open, nil
	}
	if !v.HasFiles {
		return No, errs.New(errs.Invalid, "evidence.names_no_file", nil)
	}
	if v.Bound.Single != there.Single {
		code := "evidence.wants_directory"
		if v.Bound.Single {
			code = "evidence.wants_file"
		}
		return No, errs.New(errs.Invalid, code, nil)
	}
	if v.Differences = Differences(v.Bound, *there); len(v.Differences) > 0 {
		d := v.Differences[0]
		return No, errs.New(errs.Invalid, "evidence.file_"+d.Kind, errs.Args{"file": short(d.Path)})
	}
	return Yes, nil
}
