package verify

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// view is the page: the question, and the answer once there is one.
type view struct {
	v      *site.Visit
	faults ui.Faults
	result *result
}

// result is the answer in words.
type result struct {
	OK     bool
	Head   string
	Reason string
	Proves []string // what follows from it
	Limits []string // what does not
	Checks []ui.Check
	Facts  []ui.Pair
	// Known: asked without a receipt. Paper is the one that was issued.
	Known bool
	Paper Paper
}

func (p pages) judge(ctx context.Context, v *site.Visit, text []byte, a evidence.Against) (*result, error) {
	l, verdict := v.L, evidence.Verify(text, a)
	x := &result{OK: verdict.OK}
	grown := evidence.Open
	if verdict.OK && v.Env.Proofs != nil {
		grown = evidence.Yes
		if err := v.Env.Proofs.StillHolds(ctx, verdict.Checkpoint); err != nil {
			grown = evidence.Open
			if errs.Is(err, "evidence.consistency") {
				grown, x.OK, verdict.Reason = evidence.No, false, errs.As(err)
			}
		}
	}
	for _, c := range verdict.Checks {
		x.Checks = append(x.Checks, light(v, string(c.Name), c.Result))
	}
	x.Checks = append(x.Checks, light(v, "growth", grown))
	if !x.OK {
		x.Head, x.Reason = l.T("web.verify.no"), l.Error(verdict.Reason)
		return x, nil
	}
	x.Head = l.T("web.verify.yes")
	if verdict.Result(evidence.CheckFile) == evidence.Yes {
		x.Head = l.T("web.verify.yes_file")
	}
	x.say(v, &verdict)
	x.tell(v, &verdict)
	for _, f := range verdict.Bound.List {
		if !verdict.HasFiles || x.Paper.Text != "" {
			break
		}
		var err error
		if x.Paper, err = p.papers.OfContent(ctx, v, f.SHA256.String()); err != nil {
			return nil, err
		}
	}
	return x, nil
}

func light(v *site.Visit, name string, r evidence.Result) ui.Check {
	c := ui.Check{State: "idle", Text: v.L.T("web.verify.check." + name)}
	switch r {
	case evidence.Yes:
		c.State = "done"
	case evidence.No:
		c.State, c.Text = "no", v.L.T("web.verify.failed", "check", c.Text)
	case evidence.Open:
		c.Text = v.L.T("web.verify.open", "check", c.Text)
	}
	return c
}

// say puts what the receipt proves into sentences.
func (x *result) say(v *site.Visit, d *evidence.Verdict) {
	l, r := v.L, d.Receipt
	act := r.Text("act")
	switch {
	case act == evidence.DepositFile, act == evidence.DepositDir:
		x.Proves = append(x.Proves, l.T("web.verify.says_deposit", "name", r.Text("name"), "n", len(d.Bound.List), "at", moment(v, r, "at")))
	case d.HasFiles:
		x.Proves = append(x.Proves, l.T("web.verify.says_paper", "name", r.Text("input.name"), "at", moment(v, r, "at")))
	default:
		x.Proves = append(x.Proves, sentence(v, r))
	}
	if !d.Checkpoint.SignedAt.IsZero() {
		x.Proves = append(x.Proves, l.T("web.verify.says_time", "at", l.Second(d.Checkpoint.SignedAt)))
	}
	x.Proves = append(x.Proves, l.T("web.verify.says_unchanged"))
	switch d.Result(evidence.CheckFile) {
	case evidence.Yes:
		x.Proves = append(x.Proves, l.T("web.verify.says_file"))
	default:
		if d.HasFiles {
			x.Limits = append(x.Limits, l.T("web.verify.no_file_given"))
		}
	}
	if hidden := hiddenWords(v, r); len(hidden) > 0 {
		x.Limits = append(x.Limits, l.T("web.verify.hidden_words", "names", strings.Join(hidden, l.T("web.verify.and"))))
	}
	x.Limits = append(x.Limits, l.T("web.verify.not_truth"))
}

// sentence says who did what in which case, as far as the receipt shows it.
func sentence(v *site.Visit, r evidence.Receipt) string {
	l, flow := v.L, kernel.FlowAddr(r.Text("flow"))
	act := r.Text("act")
	if flow != "" {
		act = v.MoveText(flow, act)
	} else if key := "web.act." + act; l.Has(key) {
		act = l.T(key)
	}
	who := r.Text("actor.name")
	if s := kernel.Role(r.Text("actor.system")); s != "" {
		who = v.RoleText(flow, s)
	}
	if who == "" {
		who = l.T("web.verify.somebody")
	}
	text := l.T("web.verify.says_act", "at", moment(v, r, "at"), "who", who, "act", act)
	if no := r.Text("no"); no != "" {
		text = l.T("web.verify.says_act_case", "at", moment(v, r, "at"), "who", who, "act", act, "no", no)
	}
	if from, to := kernel.State(r.Text("from")), kernel.State(r.Text("to")); to != "" && from != "" && from != to {
		text += l.T("web.verify.says_states", "from", v.StateName(flow, from), "to", v.StateName(flow, to))
	}
	return text
}

// moment is an instant that the receipt shows.
func moment(v *site.Visit, r evidence.Receipt, name string) string {
	t, err := time.Parse(time.RFC3339Nano, r.Text(name))
	if err != nil {
		return v.L.T("web.verify.some_time")
	}
	return v.L.Second(t)
}

// hiddenWords names what the receipt does not show, each kind once.
func hiddenWords(v *site.Visit, r evidence.Receipt) []string {
	var out []string
	for _, p := range r.Statement {
		if p.Hidden == nil {
			continue
		}
		kind, _, _ := strings.Cut(p.Name, ".")
		text := v.L.T("web.verify.part.other")
		if key := "web.verify.part." + kind; v.L.Has(key) {
			text = v.L.T(key)
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// tell lists the facts by which somebody else may check again.
func (x *result) tell(v *site.Visit, d *evidence.Verdict) {
	l := v.L
	add := func(key, text string, no bool) {
		if text != "" {
			x.Facts = append(x.Facts, ui.Pair{Key: l.T("web.verify.fact." + key), Text: text, No: no})
		}
	}
	add("log", d.Checkpoint.Log, true)
	add("number", strconv.FormatUint(d.Leaf.Number, 10), false)
	add("size", strconv.FormatUint(d.Checkpoint.Size, 10), false)
	add("root", d.Checkpoint.Root.String(), true)
	for _, k := range d.Checkpoint.Signed {
		add("key", string(k.Algorithm)+"　"+k.ID(), true)
	}
	add("note", d.Receipt.Text("note"), false)
	for i, f := range d.Bound.List {
		// Unit: files. Source: our choice; the receipt lists all of them.
		if i == 10 {
			break
		}
		x.Facts = append(x.Facts, ui.Pair{Key: l.T("web.verify.fact.file"), Text: f.Path, Note: "SHA-256 " + f.SHA256.String(), No: true})
	}
	var input map[string]json.RawMessage
	for name, value := range d.Receipt.Shown() {
		if rest, ok := strings.CutPrefix(name, "input."); ok && !d.HasFiles {
			if input == nil {
				input = map[string]json.RawMessage{}
			}
			input[rest] = value
		}
	}
	if text, err := json.Marshal(input); err == nil && input != nil {
		add("input", string(text), false)
	}
}
