package my

import (
	"net/http"
	"slices"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// readable: to its maker, and while it waits to the members of the organisation that
// it would leave.
func readable(x desk.Pending, a kernel.Actor) bool {
	return inside(x, a) || x.Actor.User == a.User
}

func inside(x desk.Pending, a kernel.Actor) bool {
	return x.Party == a.Party && a.Mandate == "" && x.State == desk.PendingOpen
}

// ownHat is the visitor's hat inside the organisation that the command would leave.
func ownHat(x desk.Pending, v *site.Visit) (kernel.Actor, bool) {
	i := slices.IndexFunc(v.Hats, func(h kernel.Actor) bool { return inside(x, h) })
	if i < 0 {
		return kernel.Actor{}, false
	}
	return v.Hats[i], true
}

// elsewhere is that hat, for who has another one on that may not read the command.
func (p pages) elsewhere(r *http.Request, v *site.Visit) (kernel.Actor, bool, error) {
	x, err := p.Pending(r.Context(), r.PathValue("id"))
	if err != nil || readable(x, v.Actor) {
		return kernel.Actor{}, false, err
	}
	h, ok := ownHat(x, v)
	return h, ok, nil
}

// drawElsewhere leads to the own hat, and shows nothing of what waits there.
func (p pages) drawElsewhere(w http.ResponseWriter, r *http.Request, v *site.Visit, own kernel.Actor) error {
	f := v.Frame(r, v.L.T("web.approval.title"), "my")
	f.Narrow = true
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: v.L.T("web.approval.title")}}
	org, _ := v.HatText(own)
	now, _ := v.HatText(v.Actor)
	return v.Show(w, r, f, elsewherePage(v, own.Hat(), org, now, r.URL.Path))
}
