package window

import (
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
)

// MachineData is a ticket machine of the hall (取号机): the browser that shows a
// secret of which only the hash is kept.
type MachineData struct {
	Unit   kernel.UnitID `json:"unit"`
	Name   string        `json:"name"`
	By     string        `json:"by,omitempty"` // who gave it
	Proof  string        `json:"proof,omitempty"`
	Hash   string        `json:"hash,omitempty"`
	Paired time.Time     `json:"paired,omitzero"`
}

// Inputs of a machine. Proof and Hash are hashes: of the secret of the link that
// pairs, and of the secret that the machine keeps.
type (
	// OfferInput makes a link that pairs one browser.
	OfferInput struct {
		Unit  kernel.UnitID `json:"unit"`
		Name  string        `json:"name"`
		Proof string        `json:"proof"`
	}
	// PairInput is the browser that opened the link.
	PairInput struct {
		Proof string `json:"proof"`
		Hash  string `json:"hash"`
	}
	// TryInput pairs the browser of whoever tries the program out.
	TryInput struct {
		Unit kernel.UnitID `json:"unit"`
		Name string        `json:"name"`
		Hash string        `json:"hash"`
	}
)

// PairWithin is how long a link pairs. Unit: minutes. Source: our own choice
// [D]: the way from the desk to the machine.
const PairWithin = 30 * time.Minute

func (r Rules) machineFlow() *kernel.Flow {
	f := &kernel.Flow{
		Addr: Machine, Prefix: machinePrefix,
		States: []kernel.StateDef{{Name: Offered}, {Name: Paired}, {Name: Revoked, Terminal: true, Ends: kernel.EndRefused}},
		Opens:  []kernel.Move{r.offer()},
		Moves:  []kernel.Move{pair(), revoke(), lapse()},
	}
	if r.AnyHour {
		f.Opens = append(f.Opens, r.try())
	}
	return f
}

func (r Rules) offer() kernel.Move {
	return kernel.MoveOf[MachineData, OfferInput, none]{
		Name: "offer", By: []kernel.Role{kernel.RoleHead},
		Guard: func(t kernel.Turn[MachineData, OfferInput, none]) error {
			u, err := r.unit(t.Input.Unit)
			if err != nil {
				return err
			}
			if !headOf(t.Actor, t.Input.Unit) {
				return errs.New(errs.Forbidden, "service.window.not_head", errs.Args{"unit": u.Name})
			}
			if n := len([]rune(strings.TrimSpace(t.Input.Name))); n < 2 || n > mostName {
				return errs.At("name", "service.window.machine_name", errs.Args{"most": mostName})
			}
			return nil
		},
		Effects: func(t kernel.Turn[MachineData, OfferInput, none]) (kernel.Out[MachineData], error) {
			in := t.Input
			d := MachineData{Unit: in.Unit, Name: strings.TrimSpace(in.Name), By: t.Actor.Name, Proof: in.Proof}
			u, _ := r.Unit(in.Unit) // the guard has looked
			return kernel.Out[MachineData]{To: Offered, Data: d, Change: placed(u, d), Effects: []kernel.Effect{
				kernel.SetTimer{Name: "pair", At: t.Now.Add(PairWithin), Move: "lapse"}}}, nil
		},
	}.Build()
}

func headOf(a kernel.Actor, u kernel.UnitID) bool {
	for _, p := range a.Posts {
		if p.Unit == u && p.Role == kernel.RoleHead {
			return true
		}
	}
	return false
}

func placed(u city.Unit, d MachineData) func(*kernel.Case) {
	return func(c *kernel.Case) {
		c.Unit = u.ID
		c.Grant(kernel.UnitAccess(u.ID, kernel.RoleClerk))
		c.Title = u.Name.Zh + "　" + d.Name
	}
}

// pair gives the machine its secret; a link pairs once.
func pair() kernel.Move {
	return kernel.MoveOf[MachineData, PairInput, none]{
		Name: "pair", From: []kernel.State{Offered}, By: []kernel.Role{Guest},
		Guard: func(t kernel.Turn[MachineData, PairInput, none]) error {
			if t.Input.Proof == "" || t.Input.Proof != t.Data.Proof || t.Input.Hash == "" {
				return errs.New(errs.NotFound, "service.window.no_such_link", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[MachineData, PairInput, none]) (kernel.Out[MachineData], error) {
			d := t.Data
			d.Proof, d.Hash, d.Paired = "", t.Input.Hash, t.Now
			return kernel.Out[MachineData]{To: Paired, Data: d, Effects: []kernel.Effect{kernel.ClearTimer{Name: "pair"}}}, nil
		},
	}.Build()
}

// try exists in trials only: whoever looks at the program may stand at the
// machine.
func (r Rules) try() kernel.Move {
	return kernel.MoveOf[MachineData, TryInput, none]{
		Name: "try", By: []kernel.Role{Guest},
		Guard: func(t kernel.Turn[MachineData, TryInput, none]) error {
			_, err := r.unit(t.Input.Unit)
			return err
		},
		Effects: func(t kernel.Turn[MachineData, TryInput, none]) (kernel.Out[MachineData], error) {
			d := MachineData{Unit: t.Input.Unit, Name: t.Input.Name, Hash: t.Input.Hash, Paired: t.Now}
			u, _ := r.Unit(d.Unit) // the guard has looked
			return kernel.Out[MachineData]{To: Paired, Data: d, Change: placed(u, d)}, nil
		},
	}.Build()
}

// revoke takes the machine away; from then on its secret opens nothing.
func revoke() kernel.Move {
	return kernel.MoveOf[MachineData, none, none]{
		Name: "revoke", From: []kernel.State{Offered, Paired}, By: []kernel.Role{kernel.RoleHead},
		Guard: func(t kernel.Turn[MachineData, none, none]) error {
			if !headOf(t.Actor, t.Data.Unit) {
				return errs.New(errs.Forbidden, "service.window.not_head", errs.Args{"unit": string(t.Data.Unit)})
			}
			return nil
		},
		Effects: func(t kernel.Turn[MachineData, none, none]) (kernel.Out[MachineData], error) {
			t.Data.Proof, t.Data.Hash = "", ""
			return kernel.Out[MachineData]{To: Revoked, Data: t.Data, Effects: []kernel.Effect{kernel.ClearTimer{Name: "pair"}}}, nil
		},
	}.Build()
}

// lapse ends a link that paired nothing.
func lapse() kernel.Move {
	return kernel.MoveOf[MachineData, none, none]{
		Name: "lapse", From: []kernel.State{Offered}, By: clock, Hidden: true,
		Effects: func(t kernel.Turn[MachineData, none, none]) (kernel.Out[MachineData], error) {
			t.Data.Proof = ""
			return kernel.Out[MachineData]{To: Revoked, Data: t.Data}, nil
		},
	}.Build()
}

// atMachine refuses a number that is asked for by no machine of the unit.
func atMachine(t kernel.Turn[TicketData, TakeInput, place]) error {
	if t.Actor.System != Kiosk {
		return nil
	}
	c := t.Facts.machine
	if c.Flow != Machine || c.State != Paired || c.Unit != t.Input.Unit {
		return errs.New(errs.Forbidden, "service.window.not_paired", nil)
	}
	return nil
}

// MachineOf reads the machine of a case.
func MachineOf(c kernel.Case) (MachineData, error) { return read[MachineData](c) }
