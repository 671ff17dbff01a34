package policy

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Cedar is a set of policies. It is safe for concurrent use.
type Cedar struct{ set *cedar.PolicySet }

// Load reads every *.cedar of the file systems; later ones add to earlier ones.
func Load(systems ...fs.FS) (*Cedar, error) {
	all := cedar.NewPolicySet()
	for _, fsys := range systems {
		files, err := fs.Glob(fsys, "*.cedar")
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "adapter.policy.unreadable", err)
		}
		for _, name := range files {
			text, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, errs.Wrap(errs.Internal, "adapter.policy.unreadable", err)
			}
			list, err := cedar.NewPolicyListFromBytes(name, text)
			if err != nil {
				e := errs.Wrap(errs.Invalid, "adapter.policy.bad_policy", err)
				e.Args = errs.Args{"file": name}
				return nil, e
			}
			for i, p := range list {
				id := string(p.Annotations()["id"])
				if id == "" {
					id = name + "#" + string(rune('0'+i))
				}
				all.Add(cedar.PolicyID(id), p)
			}
		}
	}
	return &Cedar{set: all}, nil
}

// Permit gives nil, or a forbidden error that names the policy that refused.
func (c *Cedar) Permit(r desk.Request) error { return c.permit(r, 0) }

// MayView asks whether the actor may see the case at the level.
func (c *Cedar) MayView(a kernel.Actor, k kernel.Case, wanted kernel.Level) bool {
	roles, level := kernel.RolesOf(a, k)
	return c.permit(desk.Request{Actor: a, Action: "view", Case: &k, Roles: roles, Level: level}, wanted) == nil
}

func (c *Cedar) permit(r desk.Request, wanted kernel.Level) error {
	action := r.Action
	if strings.Contains(action, ":") {
		action = "move"
		if r.Case == nil {
			action = "open"
		}
	}
	resource := types.NewEntityUID("City", "city")
	if r.Case != nil {
		resource = types.NewEntityUID("Case", types.String(r.Case.ID))
	}
	ok, why := cedar.Authorize(c.set, types.EntityMap{}, cedar.Request{
		Principal: types.NewEntityUID("User", types.String(who(r.Actor))),
		Action:    types.NewEntityUID("Action", types.String(action)),
		Resource:  resource,
		Context:   contextOf(r, wanted),
	})
	if ok == cedar.Allow {
		return nil
	}
	args := errs.Args{"action": r.Action}
	for _, reason := range why.Reasons {
		args["policy"] = string(reason.PolicyID)
	}
	return errs.New(errs.Forbidden, "kernel.forbidden", args)
}

func who(a kernel.Actor) string {
	if a.System != "" {
		return "system:" + string(a.System)
	}
	return string(a.User)
}

func contextOf(r desk.Request, wanted kernel.Level) types.Record {
	a := r.Actor
	var posts []kernel.Role
	var offices []string // as trading-centre:clerk
	for _, p := range a.Posts {
		posts = append(posts, p.Role)
		offices = append(offices, string(p.Unit)+":"+string(p.Role))
	}
	// The move is made by office when a role that one has by a post is one of
	// those whose move it is.
	byOffice := slices.ContainsFunc(posts, func(p kernel.Role) bool { return slices.Contains(r.By, p) && slices.Contains(r.Roles, p) })
	matter, _, _ := strings.Cut(r.Action, ".")
	return types.NewRecord(types.RecordMap{
		"user":     types.String(a.User),
		"own":      types.Boolean(r.Own),
		"heads":    types.Boolean(r.Heads),
		"system":   types.Boolean(a.System != ""),
		"viaParty": types.Boolean(a.System == "" && a.Party != "" && !byOffice),
		"mandate":  types.Boolean(a.Mandate != ""),
		"token":    types.Boolean(a.Token != ""),
		"covered":  types.Boolean(a.Covers(matter)),
		"right":    types.String(r.Right),
		"rights":   set(a.Rights),
		"posts":    set(posts),
		"offices":  set(offices),
		"roles":    set(r.Roles),
		"by":       set(r.By),
		"level":    types.Long(r.Level),
		"wanted":   types.Long(wanted),
	})
}

func set[T ~string](v []T) types.Set {
	out := make([]types.Value, 0, len(v))
	for _, x := range v {
		out = append(out, types.String(x))
	}
	return types.NewSet(out...)
}
