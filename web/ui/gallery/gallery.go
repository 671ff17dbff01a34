package gallery

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"quanlian/web/httpx"
	"quanlian/web/ui"
)

// Path is where Handler must be mounted, with everything below it.
const Path = "/_gallery"

// stage holds what the samples need of the request.
type stage struct {
	f ui.Frame
}

// z picks the sample's text in the language of the page.
func (s stage) z(zh, en string) string {
	if s.f.L.Zh() {
		return zh
	}
	return en
}

// Handler serves the gallery; it needs httpx.Edge around it.
func Handler(e *httpx.Edge) http.Handler {
	mux := http.NewServeMux()
	for name, draw := range map[string]func(stage) templ.Component{
		"": portal, "/form": form, "/check": check, "/deal": deal, "/find": find, "/inbox": inbox, "/charts": charts,
	} {
		mux.Handle("GET "+Path+name, e.Handle(func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			return draw(set(r)).Render(r.Context(), w)
		}))
	}
	return mux
}

// set builds the frame around the samples.
func set(r *http.Request) stage {
	v := httpx.From(r.Context())
	s := stage{f: ui.Frame{
		L: v.L, Elder: v.Elder, Token: v.Token(), Home: Path, Today: time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC),
	}}
	other, elder := "en", "1"
	if !v.L.Zh() {
		other = "zh"
	}
	if v.Elder {
		elder = "0"
	}
	s.f.LangHref, s.f.ElderHref = httpx.With(r.URL, "lang", other), httpx.With(r.URL, "elder", elder)
	s.f.Site = ui.Site{
		Name:    s.z("云澜市知识产权公共服务平台", "Yunlan IP Public Services"),
		Tagline: s.z("创造 · 运用 · 保护 · 管理 · 服务，一条链办到底", "One chain from creation to service"),
		Links:   []ui.Link{{Text: s.z("网站地图", "Site map"), Href: "#"}, {Text: s.z("无障碍声明", "Accessibility"), Href: "#"}, {Text: s.z("隐私与个人信息", "Privacy"), Href: "#"}, {Text: s.z("接口文档", "API"), Href: "#"}},
		Facts:   []string{s.z("主办：云澜市市场监督管理局（知识产权局）", "Run by the Yunlan IP Office"), s.z("咨询：12345", "Questions: 12345"), s.z("监督：0990-8800 1230", "Complaints: 0990-8800 1230")},
		Records: []string{s.z("网站标识码 9900000001（样例）", "Website code 9900000001 (sample)"), s.z("云澜为虚构城市，页面中的企业、专利、人名均为虚构", "Yunlan, and every company, patent and person on these pages, is invented")},
	}
	s.f.Nav = []ui.NavItem{
		{Text: s.z("首页样张", "Portal"), Href: Path}, {Text: s.z("表单", "Form"), Href: Path + "/form"}, {Text: s.z("核对", "Check"), Href: Path + "/check"},
		{Text: s.z("交易", "Deal"), Href: Path + "/deal"}, {Text: s.z("查找", "Find"), Href: Path + "/find"}, {Text: s.z("收件箱", "Inbox"), Href: Path + "/inbox", Count: 37}, {Text: s.z("图表", "Charts"), Href: Path + "/charts"},
	}
	for i := range s.f.Nav {
		s.f.Nav[i].Current = s.f.Nav[i].Href == r.URL.Path
	}
	s.f.Who = &ui.Who{Name: s.z("沈知遥", "Shen Zhiyao"), Org: s.z("澄芯传感", "Chengxin Sensing"), Href: "#", CasesHref: "#", Waiting: 2, LogoutPath: Path}
	return s
}

// at is the page in hand.
func (s stage) at(title string) ui.Frame {
	f := s.f
	f.Title = title
	return f
}

// staff is the page in the dense look.
func (s stage) staff(title string) ui.Frame {
	f := s.at(title)
	f.Staff = true
	return f
}
