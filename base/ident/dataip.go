package ident

// Lengths of data-IP numbers. Unit: characters. Source: 规发〔2024〕79号, as
// described by 广东省知识产权保护中心 2024-09-10. The check character's
// algorithm and the code lists are not public, so only length and characters
// are checked.
const (
	dataCertLen = 17
	dataRegLen  = 16
)

// DataCertificate is a data-IP certificate number (数据知识产权登记证书号).
type DataCertificate struct{ code string }

// DataRegistration is a data-IP registration number (数据知识产权登记号).
type DataRegistration struct{ code string }

// ParseDataCertificate reads a certificate number: length and characters only.
func ParseDataCertificate(s string) (DataCertificate, error) {
	t, err := plainCode(s, dataCertLen, "17")
	return DataCertificate{t}, err
}

// ParseDataRegistration reads a registration number: length and characters only.
func ParseDataRegistration(s string) (DataRegistration, error) {
	t, err := plainCode(s, dataRegLen, "16")
	return DataRegistration{t}, err
}

func plainCode(s string, length int, want string) (string, error) {
	t := strip(s)
	if n := len([]rune(t)); n != length {
		return "", lengthFault(s, want, n)
	}
	if c, at := badChar(t, orgAlphabet); at > 0 {
		return "", charFault(s, c, at)
	}
	return t, nil
}

// String is the number.
func (d DataCertificate) String() string { return d.code }

// String is the number.
func (d DataRegistration) String() string { return d.code }

// Number says that only the form was checked.
func (d DataCertificate) Number() Number {
	return Number{Kind: KindDataCert, Normal: d.code, Notes: []string{"base.ident.note.form_only"}}
}

// Number says that only the form was checked.
func (d DataRegistration) Number() Number {
	return Number{Kind: KindDataReg, Normal: d.code, Notes: []string{"base.ident.note.form_only"}}
}
