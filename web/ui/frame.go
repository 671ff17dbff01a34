package ui

import (
	"strconv"
	"time"

	"quanlian/catalogue/lang"
)

// Link is a word that leads somewhere; without Href it is only the word.
type Link struct{ Text, Href string }

// NavItem is an entry of the main navigation.
type NavItem struct {
	Text, Href string
	Current    bool
	Count      int // shown behind the word when positive
}

// Site is who runs the platform: what masthead and footer say. The city
// package fills it.
type Site struct {
	Name, Tagline string
	StaffName     string // name over the workbench; empty: the interface text
	Links         []Link // footer links
	Facts         []string
	Records       []string // website code, ICP number, remarks
	Prefix        string   // of case numbers, as YL
}

// Who is the visitor who has logged in.
type Who struct {
	Name, Org  string
	As         string // on what acting for Org rests, where it matters
	Hats       []Hat  // other ways of acting, empty when there is but one
	HatPath    string // where one is chosen
	Here       string // the page on which it is chosen
	Level      string // what he may see, where it matters
	Href       string // his account
	CasesHref  string
	Waiting    int // cases that wait for him
	LogoutPath string
}

// Hat is one way of acting: for an organisation, by an office.
type Hat struct {
	Key, Name, Rests string
	Current          bool
}

// Frame is all that surrounds a page.
type Frame struct {
	L           *lang.Localizer
	Title       string // of the page; the site's name is added
	Staff       bool   // the dense look of the workbench
	Bleed       bool   // the page brings its own .q-wrap, for bands over the full width
	Narrow      bool   // one column of 980 px: check pages, texts
	Site        Site
	Home        string
	Nav         []NavItem
	Crumb       []Link // the last one is the page itself
	Today       time.Time
	Who         *Who
	Login       []Link // offered when nobody has logged in
	Elder       bool
	LangHref    string // this page in the other language
	ElderHref   string // this page in the other letter size
	Token       string // of forms; httpx.Visit.Token
	Description string
	Warnings    []Warning // outages, on top of every page
}

// Warning is an outage that every page warns of.
type Warning struct {
	Running                     bool // it lasts; otherwise it is announced
	No, Title, Text, Span, Href string
}

// head is the title of the browser's tab.
func (f Frame) head() string {
	if f.Title == "" {
		return f.Site.Name
	}
	return f.Title + "｜" + f.Site.Name
}

func (f Frame) body() string {
	if f.Staff {
		return "q-staff"
	}
	return "q-citizen"
}

func (f Frame) html() string {
	if f.Elder {
		return "q-elder"
	}
	return ""
}

func (f Frame) wrap() string {
	if f.Narrow {
		return "q-wrap is-narrow"
	}
	return "q-wrap"
}

// other is the name of the other language, in that language.
func (f Frame) other() (text, tag string) {
	if f.L.Zh() {
		return "English", "en"
	}
	return "中文", "zh-CN"
}

func (f Frame) elderText() string {
	if f.Elder {
		return f.L.T("web.ui.elder_off")
	}
	return f.L.T("web.ui.elder_on")
}

func (f Frame) staffName() string {
	if f.Site.StaffName != "" {
		return f.Site.StaffName
	}
	return f.L.T("web.ui.workbench")
}

func itoa(n int) string { return strconv.Itoa(n) }

// pct is the class that stands for a width of n percent.
func pct(n float64) string {
	return "q-p" + strconv.Itoa(int(min(max(clean(n)+0.5, 0), 100)))
}
