package api

import (
	"context"
	"slices"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/wire"
)

// value is what a field may have, and its name.
type value struct{ code, name string }

// values are those of the field at a path; nil says nothing of it.
type values func(path string) []value

// valuesOf are what the matter lets a field of a move have. A form offers some of
// them together, with commas; here each stands alone.
func (a *API) valuesOf(l *lang.Localizer, f kernel.FlowAddr, move, path string) []value {
	choices := a.Matters[f].Choices
	if choices == nil {
		return nil
	}
	var out []value
	for _, together := range choices(move, words.Plain(path)) {
		for _, c := range strings.Split(together, ",") {
			if !slices.ContainsFunc(out, func(v value) bool { return v.code == c }) {
				out = append(out, value{c, words.Value(l, f, path, c)})
			}
		}
	}
	return out
}

// valuesIn are those that only the case knows: what its matter says of it, the colleagues and offices that it
// may be given to, and the states to which it may go back.
func (a *API) valuesIn(ctx context.Context, v *visitor, c kernel.Case, m kernel.Move) (values, error) {
	by := map[string][]value{}
	if of := a.Matters[c.Flow].Own; of != nil {
		for path, list := range of(c, v.L.Zh()) {
			for _, x := range list {
				by[path] = append(by[path], value{x.Code, x.Name})
			}
		}
	}
	switch {
	case m.Name == kernel.MoveReturn:
		by["to"] = []value{}
		for _, s := range a.Desk.Flows[c.Flow].Earlier(c.State) {
			by["to"] = append(by["to"], value{string(s), words.State(v.L, c.Flow, s)})
		}
	case kernel.NamesPeople(m.Name) && c.Unit != "" && v.staff():
		staff, err := a.People.Staff(ctx, c.Unit, a.Now())
		if err != nil {
			return nil, err
		}
		units, err := a.People.Units(ctx)
		if err != nil {
			return nil, err
		}
		by["user"], by["unit"] = []value{}, []value{}
		for _, s := range kernel.Takers(staff, v.Actor, c, m) {
			by["user"] = append(by["user"], value{string(s.ID), s.Name})
		}
		for _, u := range kernel.OpenUnits(units) {
			by["unit"] = append(by["unit"], value{string(u.ID), u.In(v.L.Zh())})
		}
	}
	return func(path string) []value { return by[path] }, nil
}

// choose writes values into the schema of a field.
func choose(s *wire.Schema, list []value) {
	target := s
	if s.Type == "array" && s.Items != nil {
		target = s.Items
	}
	if target.Type != "string" {
		return
	}
	for _, v := range list {
		target.Enum = append(target.Enum, v.code)
		if target.Names == nil {
			target.Names = map[string]string{}
		}
		target.Names[v.code] = v.name
	}
	if target.Enum != nil && target == s && !slices.Contains(s.Enum, "") { // left out and left empty are the same
		s.Enum = append(s.Enum, "")
	}
}
