package esign

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strconv"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// authority is the fake's own: it signs certificates and, in the name of their
// holders, papers. All of its keys follow from a seed, so that what was signed
// before a restart is known after it; therefore they keep no secret.
type authority struct {
	seed uint64
	key  *sm2.PrivateKey
	cert *smx509.Certificate
}

// fakeSeal is what the certificates of offices say besides: theirs is a sample.
const fakeSeal = "样章"

// Names in the certificates say what they are worth.
const (
	fakeAuthority = "云澜演示签名机构（虚构，不具法律效力）"
	fakeUnit      = "演示证书 not valid"
)

// Unit: instants. Source: our choice, around every clock of demo and tests.
var (
	fakeFrom = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	fakeTo   = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
)

func newAuthority(seed uint64) (*authority, error) {
	a := &authority{seed: seed}
	var err error
	if a.key, err = a.keyOf("authority"); err != nil {
		return nil, err
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: fakeAuthority, OrganizationalUnit: []string{fakeUnit}, Country: []string{"CN"}},
		NotBefore: fakeFrom, NotAfter: fakeTo, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a.cert, err = issue(t, t, a.key, a.key)
	return a, err
}

// sec1 is a private key by RFC 5915; the curve is SM2's (GB/T 32918.5).
type sec1 struct {
	Version int
	Key     []byte
	Curve   asn1.ObjectIdentifier `asn1:"explicit,tag:0"`
}

// keyOf gives the key of a name; it is the same for the same seed.
func (a *authority) keyOf(name string) (*sm2.PrivateKey, error) {
	sum := sha256.Sum256([]byte("quanlian fake signature service\n" + strconv.FormatUint(a.seed, 10) + "\n" + name))
	sum[0] &= 0x7f // below the order of the curve's group
	der, err := asn1.Marshal(sec1{Version: 1, Key: sum[:], Curve: asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 301}})
	if err != nil {
		return nil, broken(err)
	}
	key, err := smx509.ParseSM2PrivateKey(der)
	return key, broken(err)
}

// sign signs a statement with the certificate of its party.
func (a *authority) sign(p evidence.SignedPaper) (evidence.Signature, error) {
	var s evidence.Signature
	units := []string{fakeUnit}
	if p.Role == evidence.RoleOffice {
		units = []string{fakeSeal, fakeUnit}
	}
	key, err := a.keyOf(p.Party + "\n" + p.Code)
	if err != nil {
		return s, err
	}
	sum := sha256.Sum256([]byte(p.Party + "\n" + p.Code))
	// Unit: bytes. Source: RFC 5280 allows twenty; these are enough to differ.
	const serialBytes = 12
	t := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(sum[:serialBytes]), Subject: pkix.Name{CommonName: p.Party, SerialNumber: p.Code, OrganizationalUnit: units, Country: []string{"CN"}},
		NotBefore: fakeFrom, NotAfter: fakeTo, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	cert, err := issue(t, a.cert.ToX509(), key, a.key)
	if err != nil {
		return s, err
	}
	value, err := key.Sign(rand.Reader, p.Message(), sm2.NewSM2SignerOption(true, nil))
	s = evidence.Signature{Format: evidence.SignatureFormat, Signed: p, Algorithm: evidence.SM2WithSM3, Chain: [][]byte{cert.Raw, a.cert.Raw}, Value: value}
	return s, broken(err)
}

func issue(t, parent *x509.Certificate, holder, by *sm2.PrivateKey) (*smx509.Certificate, error) {
	der, err := smx509.CreateCertificate(rand.Reader, t, parent, holder.Public(), by)
	if err != nil {
		return nil, broken(err)
	}
	c, err := smx509.ParseCertificate(der)
	return c, broken(err)
}

func broken(err error) error {
	if err == nil {
		return nil
	}
	return errs.Wrap(errs.Internal, "adapter.esign.cannot_sign", err)
}
