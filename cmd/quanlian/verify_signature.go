package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/adapter/esign"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/evidence"
)

// verifySignature checks an electronic signature over a paper.
func verifySignature(cmd *cobra.Command, text []byte, roots string, files *evidence.Files, asJSON bool, say *lang.Localizer) error {
	var a evidence.SignedAgainst
	if roots != "" {
		pem, err := os.ReadFile(roots)
		if err != nil {
			return errs.New(errs.NotFound, "cmd.no_such_file", errs.Args{"file": roots})
		}
		if a.Roots, err = esign.ReadRoots(pem); err != nil {
			return err
		}
	}
	if files != nil {
		if !files.Single {
			return errs.New(errs.Invalid, "evidence.wants_file", nil)
		}
		a.File = &files.List[0].SHA256
	}
	v := evidence.VerifySignature(text, a)
	d := verified{OK: v.OK, Checks: v.Checks, Signature: true}
	if v.Reason != nil {
		d.Reason = &identReason{v.Reason.Code, say.Error(v.Reason), v.Reason.Args}
	}
	if v.Result(evidence.CheckSignedValue) == evidence.Yes { // before that nothing in it is known to be true
		d.Signed, d.Certificate = &v.Signature.Signed, &v.Certificate
	}
	if err := emit(cmd, asJSON, d, d.text(say)); err != nil || v.OK {
		return err
	}
	return errNegative
}

// signedText tells of a signature over a paper.
func (d verified) signedText(b *strings.Builder, say *lang.Localizer) {
	if d.Signed == nil {
		return
	}
	p, c := d.Signed, d.Certificate
	fmt.Fprintf(b, "  %s\n", say.T("web.verify.sign_says", "at", say.Second(p.At), "signer", p.Signer, "party", p.Party, "no", p.Case, "title", p.Title))
	for _, f := range [][2]string{{"subject", c.Subject}, {"issuer", c.Issuer}, {"serial", c.Serial}, {"digest", p.SHA256.String()}} {
		fmt.Fprintf(b, "  %s  %s\n", say.T("web.verify.fact."+f[0]), f[1])
	}
}
