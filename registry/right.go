package registry

import (
	"encoding/json"
	"slices"

	"quanlian/base/calendar"
)

// Kind is the kind of a right (权利种类).
type Kind string

// The kinds. Patents come first; the others are ready for their matters.
const (
	Invention    Kind = "invention"     // 发明
	UtilityModel Kind = "utility_model" // 实用新型
	Design       Kind = "design"        // 外观设计
	Trademark    Kind = "trademark"     // 商标
	GeoIndicator Kind = "gi"            // 地理标志
	Copyright    Kind = "copyright"     // 作品
	Software     Kind = "software"      // 计算机软件
	Layout       Kind = "layout"        // 集成电路布图设计
	PlantVariety Kind = "variety"       // 植物新品种
	DataIP       Kind = "data_ip"       // 数据知识产权
)

// Kinds lists every kind in the order of the register.
func Kinds() []Kind {
	return []Kind{Invention, UtilityModel, Design, Trademark, GeoIndicator, Copyright, Software, Layout, PlantVariety, DataIP}
}

// IsPatent reports whether patent law governs the kind.
func (k Kind) IsPatent() bool { return k == Invention || k == UtilityModel || k == Design }

// Valid reports whether the register knows the kind.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Right is what its documents say of a right (权利著录). What happened to it
// stands in its events; owners and status of a day are asked of [AsOf].
type Right struct {
	Number     string        `json:"number"` // normal form of base/ident: application number for patents
	Kind       Kind          `json:"kind"`
	Title      string        `json:"title,omitempty"`
	Abstract   string        `json:"abstract,omitempty"`
	Claims     []Claim       `json:"claims,omitempty"`
	Text       []Paragraph   `json:"text,omitempty"`
	Drawings   []Drawing     `json:"drawings,omitempty"`
	Applicants []Owner       `json:"applicants,omitempty"` // as its latest document names them
	Inventors  []string      `json:"inventors,omitempty"`
	Agency     string        `json:"agency,omitempty"`
	AgencyCode string        `json:"agency_code,omitempty"`
	Agents     []string      `json:"agents,omitempty"`
	Address    string        `json:"address,omitempty"` // of the first applicant
	Postcode   string        `json:"postcode,omitempty"`
	IPCMain    string        `json:"ipc_main,omitempty"`
	IPC        []string      `json:"ipc,omitempty"` // main one first
	Locarno    []string      `json:"locarno,omitempty"`
	Filing     calendar.Date `json:"filing,omitzero"`
	Published  calendar.Date `json:"published,omitzero"`
	Granted    calendar.Date `json:"granted,omitzero"`
	Priorities []Priority    `json:"priorities,omitempty"`
	Documents  []Document    `json:"documents,omitempty"` // oldest first
	Family     []string      `json:"family,omitempty"`
	Citations  []Citation    `json:"citations,omitempty"`
	Facts      []Fact        `json:"facts,omitempty"` // each name once
}

// Fact is what a delivery states of a right beyond its documents (评价数据), as
// counts of citations or figures of its field. Name and value are those of the
// evaluation's subject (docs/examples/value-subject.schema.json); the register
// itself reads none of them.
type Fact struct {
	Name   string          `json:"name"`
	Value  json.RawMessage `json:"value"`
	Source string          `json:"source"`
	AsOf   calendar.Date   `json:"as_of"`
}

// Claim is one claim (权利要求), without its printed number.
type Claim struct {
	No        int    `json:"no"`
	Text      string `json:"text"`
	Dependent bool   `json:"dependent,omitempty"` // its beginning refers to another claim
}

// Paragraph is one paragraph or heading of the description (说明书).
type Paragraph struct {
	Num     string `json:"num,omitempty"` // as printed: 0001
	Heading bool   `json:"heading,omitempty"`
	Text    string `json:"text"`
}

// Drawing names one figure (附图) and its file.
type Drawing struct {
	Label string `json:"label,omitempty"`
	File  string `json:"file,omitempty"`
}

// Document is one publication of the office about the right.
type Document struct {
	Number string        `json:"number"` // CN106970934A
	Date   calendar.Date `json:"date,omitzero"`
	Grant  bool          `json:"grant,omitempty"`
}

// Priority is an earlier application that the right claims (优先权).
type Priority struct {
	Number string        `json:"number"`
	Date   calendar.Date `json:"date,omitzero"`
}

// Citation is a document that the examination cites (引证).
type Citation struct {
	Number   string        `json:"number"`
	Category string        `json:"category,omitempty"` // X, Y, A …
	Date     calendar.Date `json:"date,omitzero"`
}

// Owner names a holder or applicant and the share where one is agreed.
type Owner struct {
	Party   string `json:"party,omitempty"` // id in the party register, when linked
	Name    string `json:"name"`
	USCC    string `json:"uscc,omitempty"`
	ShareBP int    `json:"share_bp,omitempty"` // Unit: basis points of the whole. 0: not agreed
}

// IndependentClaims counts the claims that stand on their own (独立权利要求).
func (r Right) IndependentClaims() int {
	n := 0
	for _, c := range r.Claims {
		if !c.Dependent {
			n++
		}
	}
	return n
}
