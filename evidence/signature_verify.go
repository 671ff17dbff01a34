package evidence

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"quanlian/base/errs"
)

// Steps of checking a signature besides [CheckForm], [CheckTrust] and
// [CheckFile], in their order.
const (
	CheckSigner      CheckName = "signer"      // the certificate is the party's and was in force
	CheckSignedValue CheckName = "signed"      // the certificate's key signed exactly this
	CheckAuthority   CheckName = "certificate" // an authority that is known gave the certificate
)

// SignedAgainst is what a signature is compared with besides itself.
type SignedAgainst struct {
	// Roots are the certificates (DER) of the authorities that whoever checks
	// knows; nil when that is not asked.
	Roots [][]byte
	// File is the digest of the paper that lies there; nil when none is given.
	File *Digest
}

// Certificate is what a certificate says of its holder.
type Certificate struct {
	Subject string    `json:"subject"`
	Party   string    `json:"party"` // the holder's name
	Code    string    `json:"code"`  // the holder's official code
	Issuer  string    `json:"issuer"`
	Serial  string    `json:"serial"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
}

// SignVerdict says what a signature proves, or why it does not.
type SignVerdict struct {
	OK          bool
	Reason      *errs.Error // the first step that failed; nil when OK
	Checks      []Check
	Signature   Signature
	Certificate Certificate
	Digest      Digest // SHA-256 of the signature's own file

	chain []*smx509.Certificate
}

// Result gives the result of a step.
func (v *SignVerdict) Result(name CheckName) Result {
	for _, c := range v.Checks {
		if c.Name == name {
			return c.Result
		}
	}
	return Open
}

// VerifySignature checks a signature step by step and stops at the first no. It
// needs no server: what the certificate's authority says today of a revoked
// certificate is not among it.
func VerifySignature(text []byte, a SignedAgainst) SignVerdict {
	v := SignVerdict{Digest: sha256.Sum256(text)}
	v.Checks, v.Reason = inOrder([]step{
		{CheckForm, func() (r Result, err error) {
			v.Signature, err = ReadSignature(text)
			return Yes, err
		}},
		{CheckSigner, v.signer},
		{CheckSignedValue, v.value},
		{CheckAuthority, func() (Result, error) { return v.authority(a.Roots) }},
		{CheckFile, func() (Result, error) { return v.file(a.File) }},
	})
	v.OK = v.Reason == nil
	return v
}

// signer reads the certificates: the first must name the party in whose name
// the paper is signed, and have been in force then.
func (v *SignVerdict) signer() (Result, error) {
	for _, der := range v.Signature.Chain {
		c, err := smx509.ParseCertificate(der)
		if err != nil {
			return No, errs.Wrap(errs.Invalid, "evidence.certificate_broken", err)
		}
		v.chain = append(v.chain, c)
	}
	c, p := v.chain[0], v.Signature.Signed
	v.Certificate = Certificate{Subject: c.Subject.String(), Party: c.Subject.CommonName, Code: c.Subject.SerialNumber, Issuer: c.Issuer.CommonName, Serial: c.SerialNumber.Text(16), From: c.NotBefore, To: c.NotAfter}
	switch {
	case v.Certificate.Party != p.Party || v.Certificate.Code != p.Code:
		return No, errs.New(errs.Invalid, "evidence.certificate_of_another", errs.Args{"holder": short(v.Certificate.Party), "party": short(p.Party)})
	case p.At.Before(c.NotBefore) || p.At.After(c.NotAfter):
		return No, errs.New(errs.Invalid, "evidence.certificate_not_in_force", errs.Args{"at": p.At.UTC().Format(time.RFC3339)})
	}
	return Yes, nil
}

func (v *SignVerdict) value() (Result, error) {
	pub, ok := v.chain[0].PublicKey.(*ecdsa.PublicKey)
	if !ok || !sm2.IsSM2PublicKey(pub) || !sm2.VerifyASN1WithSM2(pub, nil, v.Signature.Signed.Message(), v.Signature.Value) {
		return No, errs.New(errs.Invalid, "evidence.signature_does_not_hold", nil)
	}
	return Yes, nil
}

func (v *SignVerdict) authority(roots [][]byte) (Result, error) {
	if roots == nil {
		return Open, nil
	}
	unknown := errs.New(errs.Invalid, "evidence.authority_unknown", errs.Args{"issuer": short(v.Certificate.Issuer)})
	known, between := smx509.NewCertPool(), smx509.NewCertPool()
	for _, der := range roots {
		c, err := smx509.ParseCertificate(der)
		if err != nil {
			return No, unknown
		}
		known.AddCert(c)
	}
	for _, c := range v.chain[1:] {
		between.AddCert(c)
	}
	opts := smx509.VerifyOptions{Roots: known, Intermediates: between, CurrentTime: v.Signature.Signed.At, KeyUsages: []smx509.ExtKeyUsage{smx509.ExtKeyUsageAny}}
	if _, err := v.chain[0].Verify(opts); err != nil {
		unknown.Cause = err
		return No, unknown
	}
	return Yes, nil
}

func (v *SignVerdict) file(there *Digest) (Result, error) {
	switch {
	case there == nil:
		return Open, nil
	case *there != v.Signature.Signed.SHA256:
		return No, errs.New(errs.Invalid, "evidence.signed_other_file", errs.Args{"file": short(v.Signature.Signed.Title)})
	}
	return Yes, nil
}
