package window

import (
	"net/http"

	"quanlian/base/errs"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type rateView struct {
	v      *site.Visit
	row    window.TicketRow
	faults ui.Faults
	fault  string
	text   string
	named  bool
	unit   string
	done   bool
	again  bool // a bad rating was settled and may be given anew
	may    bool
}

// rateLink is the key of the words that lead from a slip to its rating, "" before
// there is anything to rate, and whether a rating is asked for.
func rateLink(row window.TicketRow) (key string, asks bool) {
	switch {
	case row.Rating.MayRateAgain():
		return "web.window.rate_again", true
	case row.Rating != nil:
		return "web.window.rate_see", false
	case row.State == window.Done || row.State == window.Serving:
		return "web.window.rate", true
	}
	return "", false
}

// visit says which visit is rated.
func (x rateView) visit() string {
	return x.row.Label() + "　" + x.unit + "　" + x.v.L.Date(x.row.Taken)
}

// rate is the rating device (好差评): one visit, one rating.
func (p pages) rate(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawRate(w, r, v, http.StatusOK, rateView{})
}

func (p pages) drawRate(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x rateView) error {
	row, err := p.numbered(r)
	if err != nil {
		return err
	}
	x.v, x.row, x.done, x.again = v, row, row.Rating != nil, row.Rating.MayRateAgain()
	x.may = row.State == window.Serving || row.State == window.Done || row.State == window.Moved
	u, _ := p.City().Unit(row.Unit) // one that is gone has no name
	x.unit = u.Name.In(v.L.Zh())
	f := v.Frame(r, v.L.T("web.window.rate"), "")
	f.Nav, f.Narrow = nil, true
	return v.ShowStatus(w, r, status, f, ratePage(x))
}

func (p pages) rated(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, err := p.numbered(r)
	if err != nil {
		return err
	}
	if v.Staff() || v.LoggedIn() && v.Actor.User == row.Clerk {
		return p.drawRate(w, r, v, http.StatusForbidden, rateView{fault: v.L.T("web.window.rate_own"), text: r.PostFormValue("text")})
	}
	move := "rate"
	if row.Rating.MayRateAgain() {
		move = "rate_again"
	}
	in := window.RateInput{Code: row.Code, RateInput: itemflow.RateInput{Grade: r.PostFormValue("grade"), Text: r.PostFormValue("text"), Named: r.PostFormValue("named") != ""}}
	if _, err := act(r, v, kernel.SystemActor(window.Guest), row.Case, move, in); err != nil {
		if errs.Is(err, "service.window.rated_already") || errs.Is(err, "kernel.itemflow.not_again") {
			return v.Go(w, r, "/rate/"+row.Code, "")
		}
		if !told(err) {
			return err
		}
		return p.drawRate(w, r, v, httpx.Status(err), rateView{faults: ui.FaultsOf(v.L, err), fault: v.L.Error(err), text: in.Text, named: in.Named})
	}
	return v.Go(w, r, "/rate/"+row.Code, "")
}

// rateQR is the address of the rating, for the visitor's telephone.
func (p pages) rateQR(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, err := p.numbered(r)
	if err != nil {
		return err
	}
	return writeQR(w, addressOf(r, v, "/rate/"+row.Code))
}
