package importer

import (
	"io"
	"regexp"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// readXML reads one published document (PatentDocumentAndRelated) or one part
// of an e-filing package (cn-application-body) into an entry.
func readXML(r io.Reader, in *entry) error {
	root, err := parseXML(r)
	if err != nil {
		return err
	}
	switch root.name {
	case "PatentDocumentAndRelated":
		return readPublished(root, in)
	case "cn-application-body", "application-body":
		return readBody(root, in)
	}
	return errs.New(errs.Invalid, "importer.xml.unknown_root", errs.Args{"root": root.name})
}

// readPublished reads a document of the office: bibliography, abstract,
// description, claims, drawings.
func readPublished(root *node, in *entry) error {
	bib := root.first("BibliographicData")
	if bib == nil {
		return errs.New(errs.Invalid, "importer.xml.no_bibliography", nil)
	}
	app := original(bib.all("ApplicationReference")).first("DocumentID")
	in.set(AppNo, app.str("DocNumber"))
	in.set(AppDate, xmlDate(app.str("Date")))
	pub := original(bib.all("PublicationReference")).first("DocumentID")
	in.set(PubNo, pub.str("WIPOST3Code")+pub.str("DocNumber")+pub.str("Kind"))
	in.set(PubDate, xmlDate(pub.str("Date")))
	in.set(Title, bib.str("InventionTitle"))
	in.ipc = xmlIPC(bib)
	for _, p := range bib.all("Parties", "ApplicantDetails", "Applicant") {
		in.applicants = append(in.applicants, xmlParty(p))
	}
	for _, p := range bib.all("AssigneeDetails", "Assignee") {
		in.owners = append(in.owners, xmlParty(p))
	}
	if p := bib.first("Parties", "ApplicantDetails", "Applicant", "AddressBook", "Address"); p != nil {
		in.set(Address, p.str("Text"))
		in.set(Postcode, zeroEmpty(p.str("PostCode")))
	}
	for _, p := range bib.all("Parties", "InventorDetails", "Inventor") {
		in.inventors = append(in.inventors, p.str("AddressBook", "Name"))
	}
	for _, a := range bib.all("Parties", "AgentDetails", "Agent") {
		in.set(Agency, a.str("Agency", "AddressBook", "OrganizationName"))
		in.agents = append(in.agents, a.str("AddressBook", "Name"))
	}
	for _, p := range bib.all("PriorityDetails", "Priority") {
		in.priorities = append(in.priorities, registry.Priority{
			Number: p.str("WIPOST3Code") + p.str("DocNumber"), Date: looseDate(p.str("Date"))})
	}
	readRelated(bib, in)
	in.set(Abstract, joinParas(root.first("Abstract"), "Paragraphs"))
	readText(root.first("Description"), in)
	readClaims(root.all("Claims", "Claim"), "ClaimText", in)
	readFigures(root.first("Drawings"), in)
	return nil
}

// readRelated reads citations and the earlier publication of the same right.
func readRelated(bib *node, in *entry) {
	for _, c := range bib.all("ReferencesCited", "Citation") {
		c.walk(func(n *node) bool {
			if n.name != "ApplicationCitation" && n.name != "PatentCitation" {
				return true
			}
			id := original(n.all("PublicationReference")).first("DocumentID")
			if no := id.str("DocNumber"); no != "" {
				in.citations = append(in.citations, registry.Citation{
					Number: id.str("WIPOST3Code") + no + id.str("Kind"), Category: n.str("Category"), Date: looseDate(id.str("Date"))})
			}
			return false
		})
	}
	for _, id := range bib.all("RelatedDocuments", "RelatedPublicationDoc", "DocumentID") {
		in.earlier = append(in.earlier, registry.Document{
			Number: id.str("WIPOST3Code") + id.str("DocNumber") + id.str("Kind"), Date: looseDate(id.str("Date"))})
	}
}

// original prefers the form that the office printed to its machine form.
func original(refs []*node) *node {
	for _, r := range refs {
		if r.attr["dataFormat"] == "original" {
			return r
		}
	}
	if len(refs) > 0 {
		return refs[0]
	}
	return nil
}

// xmlParty reads a name; a code of zeros is no code.
func xmlParty(p *node) registry.Owner {
	name := p.str("AddressBook", "Name")
	if name == "" {
		name = p.str("AddressBook", "OrganizationName")
	}
	code := p.str("OrganizationCode")
	if len(strings.Trim(code, "0")) == 0 || len(code) != 18 {
		code = ""
	}
	return registry.Owner{Name: name, USCC: code}
}

// xmlIPC reads classes of either edition, the main one first.
func xmlIPC(bib *node) []string {
	var out []string
	for _, c := range bib.all("ClassificationIPCRDetails", "ClassificationIPCR") {
		out = append(out, c.str("Section")+c.str("MainClass")+c.str("Subclass")+c.str("MainGroup")+"/"+c.str("Subgroup"))
	}
	for _, k := range []string{"MainClassification", "FurtherClassification"} {
		for _, c := range bib.all("ClassificationIPC", k) {
			if c.attr["dataFormat"] != "standard" {
				out = append(out, c.prose())
			}
		}
	}
	return out
}

// readText reads the description in the order of its paragraphs.
func readText(desc *node, in *entry) {
	desc.walk(func(n *node) bool {
		switch n.name {
		case "Paragraphs", "p":
			t := n.prose()
			if t != "" {
				in.text = append(in.text, registry.Paragraph{Num: n.attr["num"], Text: t, Heading: isHeading(t)})
			}
			return false
		case "heading":
			if t := n.prose(); t != "" {
				in.text = append(in.text, registry.Paragraph{Text: t, Heading: true})
			}
			return false
		case "InventionTitle", "invention-title":
			in.set(Title, n.prose())
			return false
		}
		return true
	})
}

// isHeading knows the five headings of a description.
// Source: 专利法实施细则 art. 20 (names and order of the parts).
func isHeading(t string) bool {
	switch t {
	case "技术领域", "背景技术", "发明内容", "实用新型内容", "附图说明", "具体实施方式":
		return true
	}
	return false
}

var (
	claimNo  = regexp.MustCompile(`^(\d{1,4})\s*[.．、，,]\s*`)
	claimRef = regexp.MustCompile(`权利要求\s*[0-9０-９一二三四五六七八九十]|任[一意][项]?权利要求`)
)

// refersWithin is how far into a claim its reference to another stands.
// Unit: characters. Source: our own choice; 细则 art. 25 puts it in the first part.
const refersWithin = 60

// readClaims reads claims and takes off their printed number.
func readClaims(claims []*node, textName string, in *entry) {
	for i, c := range claims {
		var parts []string
		for _, t := range c.all(textName) {
			if s := t.prose(); s != "" {
				parts = append(parts, s)
			}
		}
		no := i + 1
		if n, err := strconv.Atoi(c.attr["num"]); err == nil && n > 0 {
			no = n
		}
		in.claims = append(in.claims, newClaim(no, strings.Join(parts, "\n")))
	}
}

// newClaim makes a claim of its printed text.
func newClaim(no int, text string) registry.Claim {
	if m := claimNo.FindStringSubmatch(text); m != nil && m[1] == strconv.Itoa(no) {
		text = text[len(m[0]):]
	}
	head := []rune(text)
	head = head[:min(len(head), refersWithin)]
	return registry.Claim{No: no, Text: text, Dependent: claimRef.MatchString(string(head))}
}

// readFigures lists the drawings.
func readFigures(n *node, in *entry) {
	n.walk(func(f *node) bool {
		if !strings.EqualFold(f.name, "figure") {
			return true
		}
		label := f.attr["figureLabels"]
		if label == "" {
			label = f.attr["figure-labels"]
		}
		for _, k := range f.kids {
			if file := k.attr["file"]; file != "" {
				in.drawings = append(in.drawings, registry.Drawing{Label: label, File: file})
			}
		}
		return false
	})
}

// readBody reads one part of an e-filing package.
func readBody(root *node, in *entry) error {
	found := false
	for _, k := range root.kids {
		switch k.name {
		case "cn-claims", "claims":
			readClaims(k.all("claim"), "claim-text", in)
		case "description", "cn-description":
			readText(k, in)
		case "cn-drawings", "drawings":
			readFigures(k, in)
		case "cn-abstract", "abstract":
			in.set(Abstract, joinParas(k, "p"))
		case "invention-title":
			in.set(Title, k.prose())
		default:
			continue
		}
		found = true
	}
	if !found {
		return errs.New(errs.Invalid, "importer.xml.empty_body", nil)
	}
	return nil
}

// joinParas joins the paragraphs below n.
func joinParas(n *node, name string) string {
	var out []string
	for _, p := range n.all(name) {
		if t := p.prose(); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, "\n")
}

// xmlDate drops the zeros that stand for no date.
func xmlDate(s string) string {
	if strings.Trim(s, "0") == "" {
		return ""
	}
	return s
}

// zeroEmpty drops the zero that stands for nothing.
func zeroEmpty(s string) string {
	if s == "0" {
		return ""
	}
	return s
}

// looseDate reads a date of a neighbouring document; a wrong one is left out.
func looseDate(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		return calendar.Date{}
	}
	return d
}
