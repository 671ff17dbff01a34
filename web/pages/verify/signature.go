package verify

import (
	"quanlian/base/calendar"
	"quanlian/evidence"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// judgeSignature checks an electronic signature, against a file if one was sent.
func judgeSignature(v *site.Visit, text []byte, roots [][]byte, file *evidence.Files) *result {
	a := evidence.SignedAgainst{Roots: append([][]byte{}, roots...)}
	if file != nil && len(file.List) == 1 {
		a.File = &file.List[0].SHA256
	}
	l, d := v.L, evidence.VerifySignature(text, a)
	x := &result{OK: d.OK, Head: l.T("web.verify.no")}
	for _, c := range d.Checks {
		name := string(c.Name)
		if key := "sign_" + name; v.L.Has("web.verify.check." + key) {
			name = key
		}
		x.Checks = append(x.Checks, light(v, name, c.Result))
	}
	if !d.OK {
		x.Reason = l.Error(d.Reason)
		return x
	}
	p, c := d.Signature.Signed, d.Certificate
	x.Head = l.T("web.verify.sign_yes")
	x.Proves = []string{l.T("web.verify.sign_says", "at", l.Second(p.At), "signer", p.Signer, "party", p.Party, "no", p.Case, "title", p.Title), l.T("web.verify.sign_unchanged")}
	if a.File != nil {
		x.Head = l.T("web.verify.sign_yes_file")
		x.Proves = append(x.Proves, l.T("web.verify.sign_file"))
	} else {
		x.Limits = append(x.Limits, l.T("web.verify.sign_no_file"))
	}
	x.Limits = append(x.Limits, l.T("web.verify.sign_revoked"), l.T("web.verify.not_truth"))
	if v.Env.Demo != nil {
		x.Limits = append(x.Limits, l.T("web.verify.sign_fake"))
	}
	day := func(key string) string { return l.T("web.verify.fact." + key) }
	x.Facts = []ui.Pair{
		{Key: day("party"), Text: p.Party, Note: p.Code}, {Key: day("signer"), Text: p.Signer},
		{Key: day("subject"), Text: c.Subject}, {Key: day("issuer"), Text: c.Issuer}, {Key: day("serial"), Text: c.Serial, No: true},
		{Key: day("force"), Text: calendar.DateOf(c.From).String() + " — " + calendar.DateOf(c.To).String(), No: true},
		{Key: day("algorithm"), Text: string(d.Signature.Algorithm), No: true}, {Key: day("digest"), Text: p.SHA256.String()},
	}
	return x
}
