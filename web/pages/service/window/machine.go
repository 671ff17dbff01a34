package window

import (
	"net/http"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// machineCookie holds the secret of a ticket machine; no other page gets it.
const machineCookie = "q_kiosk"

// Unit: seconds. Source: our own choice: a machine stands for years, and the head
// takes it away in the list.
const machineKept = 2 * 365 * 24 * 60 * 60

// machineOf finds the machine whose browser asks, if it is one of the unit.
func (p pages) machineOf(r *http.Request, v *site.Visit, u kernel.UnitID) (window.MachineRow, bool, error) {
	c, err := r.Cookie(machineCookie)
	if err != nil || c.Value == "" {
		return window.MachineRow{}, false, nil
	}
	row, ok, err := p.Windows.WindowMachine(r.Context(), v.Env.Login.SecretHash(c.Value))
	return row, ok && row.State == window.Paired && row.Unit == u, err
}

func keepSecret(w http.ResponseWriter, v *site.Visit, secret string) {
	http.SetCookie(w, &http.Cookie{Name: machineCookie, Value: secret, Path: "/", MaxAge: machineKept, HttpOnly: true, Secure: v.Env.Secure, SameSite: http.SameSiteLaxMode})
}

// try makes the browser a machine, in trials.
func (p pages) try(w http.ResponseWriter, r *http.Request, v *site.Visit, u city.Unit) error {
	secret, hash, err := v.Env.Login.Secret()
	if err != nil {
		return err
	}
	if _, err := open(r, v, kernel.SystemActor(window.Guest), window.Machine, "try", window.TryInput{Unit: u.ID, Name: v.L.T("web.window.machine_trial"), Hash: hash}); err != nil {
		return err
	}
	keepSecret(w, v, secret)
	return v.Go(w, r, "/kiosk/"+string(u.ID), "")
}

type pairView struct {
	v    *site.Visit
	row  window.MachineRow
	unit city.Unit
}

// offered finds the machine that the link of the address pairs.
func (p pages) offered(r *http.Request, v *site.Visit) (window.MachineRow, city.Unit, error) {
	row, ok, err := p.Windows.WindowMachine(r.Context(), v.Env.Login.SecretHash(r.PathValue("code")))
	if err == nil && (!ok || row.State != window.Offered) {
		err = errs.New(errs.NotFound, "service.window.no_such_link", nil)
	}
	u, _ := p.City().Unit(row.Unit)
	return row, u, err
}

// pairing asks whether this browser shall be the machine; looking pairs nothing.
func (p pages) pairing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := v.Try(r, "track", ""); err != nil {
		return err
	}
	row, u, err := p.offered(r, v)
	if err != nil {
		return err
	}
	f := v.Frame(r, v.L.T("web.window.pair"), "")
	f.Nav, f.Narrow = nil, true
	return v.Show(w, r, f, pairPage(pairView{v: v, row: row, unit: u}))
}

func (p pages) pair(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, u, err := p.offered(r, v)
	if err != nil {
		return err
	}
	secret, hash, err := v.Env.Login.Secret()
	if err != nil {
		return err
	}
	if _, err := act(r, v, kernel.SystemActor(window.Guest), row.Case, "pair", window.PairInput{Proof: v.Env.Login.SecretHash(r.PathValue("code")), Hash: hash}); err != nil {
		return err
	}
	keepSecret(w, v, secret)
	return v.Go(w, r, "/kiosk/"+string(u.ID), "")
}

type machinesView struct {
	v        *site.Visit
	units    []city.Unit
	machines []window.MachineRow
	link     string // of the machine that was offered just now
	faults   ui.Faults
	fault    string
	in       window.OfferInput
}

// headed are the units whose machines the visitor may give and take.
func (p pages) headed(v *site.Visit) []city.Unit {
	var out []city.Unit
	for _, u := range p.queues() {
		for _, x := range v.Actor.Posts {
			if x.Unit == u.ID && x.Role == kernel.RoleHead {
				out = append(out, u)
			}
		}
	}
	return out
}

// machines are the ticket machines of the visitor's halls.
func (p pages) machines(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawMachines(w, r, v, http.StatusOK, machinesView{})
}

func (p pages) drawMachines(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x machinesView) error {
	x.v, x.units = v, p.headed(v)
	if len(x.units) == 0 {
		return errs.New(errs.Forbidden, "service.window.heads_only", nil)
	}
	for _, u := range x.units {
		list, err := p.Windows.WindowMachines(r.Context(), u.ID)
		if err != nil {
			return err
		}
		x.machines = append(x.machines, list...)
	}
	return v.ShowStatus(w, r, status, v.Workbench(r, v.L.T("web.window.machines"), "counter"), machinesPage(x))
}

// offer makes a link; it is shown this once.
func (p pages) offer(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	secret, hash, err := v.Env.Login.Secret()
	if err != nil {
		return err
	}
	in := window.OfferInput{Unit: kernel.UnitID(r.PostFormValue("unit")), Name: r.PostFormValue("name"), Proof: hash}
	if _, err := open(r, v, v.Actor, window.Machine, "offer", in); err != nil {
		if !told(err) {
			return err
		}
		return p.drawMachines(w, r, v, httpx.Status(err), machinesView{in: in, faults: ui.FaultsOf(v.L, err), fault: v.L.Error(err)})
	}
	_, ok, err := p.Windows.WindowMachine(r.Context(), hash)
	if err != nil {
		return err
	}
	if !ok { // the form came twice: its link was shown before
		return v.Go(w, r, "/counter/machines", "")
	}
	return p.drawMachines(w, r, v, http.StatusOK, machinesView{link: v.LinkTo(r, "/kiosk/pair/"+secret)})
}

func (p pages) revoke(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if _, err := act(r, v, v.Actor, kernel.CaseID(r.PathValue("id")), "revoke", nil); err != nil {
		if !told(err) {
			return err
		}
		return p.drawMachines(w, r, v, httpx.Status(err), machinesView{fault: v.L.Error(err)})
	}
	return v.Go(w, r, "/counter/machines", v.L.T("web.window.machine_gone"))
}

func headedOptions(x machinesView) []ui.Option {
	var out []ui.Option
	for _, u := range x.units {
		out = append(out, ui.Option{Value: string(u.ID), Text: u.Name.In(x.v.L.Zh()), Selected: u.ID == x.in.Unit})
	}
	return out
}

// unitName names a unit of the list.
func (x machinesView) unitName(id kernel.UnitID) string {
	for _, u := range x.units {
		if u.ID == id {
			return u.Name.In(x.v.L.Zh())
		}
	}
	return string(id)
}
