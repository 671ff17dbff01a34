package esign

import (
	"encoding/pem"

	"github.com/emmansun/gmsm/smx509"

	"quanlian/base/errs"
)

// ReadRoots reads the certificates of authorities from a PEM file, as DER.
func ReadRoots(text []byte) ([][]byte, error) {
	var out [][]byte
	for {
		var b *pem.Block
		if b, text = pem.Decode(text); b == nil {
			break
		}
		c, err := smx509.ParseCertificate(b.Bytes)
		if err != nil || !c.IsCA {
			return nil, errs.Wrap(errs.Invalid, "adapter.esign.roots", err)
		}
		out = append(out, b.Bytes)
	}
	if len(out) == 0 {
		return nil, errs.New(errs.Invalid, "adapter.esign.roots", nil)
	}
	return out, nil
}
