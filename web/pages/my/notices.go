package my

import (
	"net/http"
	"strconv"
	"time"

	"quanlian/web/site"
)

// seeAll marks what the page showed, and what is older, as read: what came since
// stays new.
func (p pages) seeAll(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	upTo, err := strconv.ParseInt(r.PostFormValue("to"), 10, 64)
	if err == nil {
		if err := v.Env.Cases.SeeAllNotices(r.Context(), v.Actor, time.UnixMicro(upTo), v.Env.Now()); err != nil {
			return err
		}
	}
	return v.Go(w, r, "/my", v.L.T("web.my.all_read_done"))
}

// unread reports whether a notice is new.
func (x view) unread() bool {
	for _, n := range x.notices {
		if n.Seen.IsZero() {
			return true
		}
	}
	return false
}

// newest is the instant of the newest notice that the page shows.
func (x view) newest() string {
	var last time.Time
	for _, n := range x.notices {
		if n.Made.After(last) {
			last = n.Made
		}
	}
	return strconv.FormatInt(last.UnixMicro(), 10)
}
