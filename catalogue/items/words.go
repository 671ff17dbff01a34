package items

import (
	"slices"

	"quanlian/kernel"
)

// Matter is a link and a matter of it: where a file stands.
type Matter struct{ Link, Matter string }

// Key is the language key of its name.
func (m Matter) Key() string { return m.Link + "." + m.Matter + ".name" }

var links = []struct {
	link    string
	matters []string
}{
	{"creation", []string{"application", "trademark", "copyright", "geoindication", "dataip", "layout", "plant", "portfolio", "navigation", "award"}},
	{"utilization", []string{"hall", "licence", "openlicence", "dormant", "pledge", "compensation", "securitization", "insurance", "fund", "product"}},
	{"protection", []string{"preexam", "adjudication", "mediation", "enforcement", "takedown", "assistance", "overseas", "tradesecret", "invalidation", "expo", "risk", "customs", "evidence"}},
	{"management", []string{"standard", "talent", "credit", "policy", "quality"}},
	{"service", []string{"window", "information", "guidance", "institution", "station", "certificate", "training", "fees"}},
}

// Links are the five links of the chain, in its order.
func Links() []string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = l.link
	}
	return out
}

// Matters are the matters of a link, in the order of the list.
func Matters(link string) []string {
	for _, l := range links {
		if l.link == link {
			return slices.Clone(l.matters)
		}
	}
	return nil
}

// The closed lists of an item file.
var (
	kinds     = []string{"government", "public", "added"}
	classes   = []string{"instant", "committed"}
	levels    = []string{"national", "province", "city", "district"}
	whos      = []string{"enterprise", "university", "institute", "person", "agency", "bank", "association", "government"}
	flows     = []string{"instant", "receive-and-forward", "accept-decide", "accept-examine-decide", "accept-examine-publish-decide", "consult", "book"}
	pages     = []string{"/patents", "/patents/status", "/hall", "/hall/needs", "/hall/brokers", "/hall/tax", "/verify", "/items", "/api"}
	channels  = []string{"online", "window", "self"}
	sources   = []string{"self", "platform", "system", "office"}
	statuses  = []string{"reconstruction", "official"}
	starts    = []string{"submit", "accept", "forward", "decide"}
	exports   = []string{"form", "package", "sheet"}
	backs     = []string{"file", "paste", "port"}
	registers = []string{"rights"}
	widths    = []string{"short", "half"}
	prefills  = []string{"party.name", "party.code", "party.kind", "party.district", "party.address", "party.post", "party.representative", "user.name", "user.phone", "user.email", "right.title", "right.owner", "agent.name", "agent.code", "deal.no", "today"}
	fileTypes = []string{"pdf", "ofd", "jpg", "png", "docx", "xlsx", "csv", "json", "xml", "txt", "zip", "mp3", "mp4"}
)

// Kinds are 政务, 公共, 增值.
func Kinds() []string { return slices.Clone(kinds) }

// Whos are the kinds of parties that may apply.
func Whos() []string { return slices.Clone(whos) }

// Flows are the standard flows.
func Flows() []string { return slices.Clone(flows) }

// Levels are the levels at which an item is exercised (行使层级).
func Levels() []string { return slices.Clone(levels) }

// Channels are the ways to apply.
func Channels() []string { return slices.Clone(channels) }

// Sources are where a material comes from.
func Sources() []string { return slices.Clone(sources) }

// Starts are the events from which a limit may run.
func Starts() []string { return slices.Clone(starts) }

// FileTypes are the endings that a material may have.
func FileTypes() []string { return slices.Clone(fileTypes) }

// Defaults that a file leaves out. Unit: megabytes; files. Source: docs/items.md.
const (
	defaultMB    = 50
	defaultFiles = 5
	maxMB        = kernel.MaxFileMB
	maxFiles     = 100
	maxRows      = 500
	defaultFrom  = "2026-01-01"
	defaultCure  = "5wd"
)

var (
	defaultTypes    = []string{"pdf", "ofd", "jpg", "png", "docx"}
	defaultChannels = []string{"online", "window"}
	defaultWho      = []string{"enterprise", "university", "institute", "person", "agency"}
)

// LinkKey is the language key of a link's name.
func LinkKey(link string) string { return link + ".all.name" }

// FieldKinds are what a field can hold.
func FieldKinds() []string { return slices.Clone(fieldKinds) }
