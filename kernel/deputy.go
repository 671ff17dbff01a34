package kernel

import (
	"slices"
	"time"

	"quanlian/base/errs"
)

// Deputy stands in for the absent holder of a post between two instants (代理):
// what the post may see and do, the deputy may, and the journal says for whom.
type Deputy struct {
	ID     string    `json:"id"`
	Absent UserID    `json:"absent"`
	Deputy UserID    `json:"deputy"`
	Post   Post      `json:"post"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"` // exclusive
	Reason string    `json:"reason,omitempty"`
	// EndedAt is when it was ended before its time.
	EndedAt time.Time `json:"ended_at,omitzero"`
}

// InForce reports whether the deputy stands in at the instant.
func (d Deputy) InForce(at time.Time) bool {
	return !at.Before(d.From) && at.Before(d.To) && (d.EndedAt.IsZero() || at.Before(d.EndedAt))
}

// Over reports whether the time of the deputy has passed or was ended.
func (d Deputy) Over(at time.Time) bool {
	return !at.Before(d.To) || (!d.EndedAt.IsZero() && !at.Before(d.EndedAt))
}

// NameDeputy lets a colleague stand in for the holder of a post.
type NameDeputy struct {
	Deputy Deputy `json:"deputy"`
}

// EndDeputy ends it before its time.
type EndDeputy struct {
	ID     string `json:"id"`
	Absent UserID `json:"absent"`
	Unit   UnitID `json:"unit"`
}

// Write names, as they stand in the journal.
func (NameDeputy) Write() string { return "deputy.name" }
func (EndDeputy) Write() string  { return "deputy.end" }

// Guard looks whether the absent one holds the post in person and the deputy
// is staff: who stands in for somebody cannot pass that on.
func (w NameDeputy) Guard(v View, _ Actor, now time.Time) error {
	d := w.Deputy
	var bad errs.List
	if d.Deputy == "" || d.Deputy == d.Absent {
		bad.Add(errs.At("deputy", "kernel.deputy.nobody", nil))
	}
	if !d.From.Before(d.To) || !d.To.After(now) {
		bad.Add(errs.At("to", "kernel.deputy.bad_dates", nil))
	}
	held, err := Load(v, PostsOf{User: d.Absent, At: now})
	if err != nil {
		return err
	}
	if !slices.Contains(held, d.Post) {
		bad.Add(errs.At("post", "kernel.deputy.post_not_held", nil))
	}
	if d.Deputy != "" {
		theirs, err := Load(v, PostsOf{User: d.Deputy, At: now})
		if err != nil {
			return err
		}
		switch {
		case len(theirs) == 0:
			bad.Add(errs.At("deputy", "kernel.deputy.not_staff", nil))
		case !slices.ContainsFunc(theirs, d.Post.Fits):
			bad.Add(errs.At("deputy", "kernel.deputy.unfit", nil))
		}
	}
	return bad.Err()
}

// Fits reports whether the holder of another post, of whatever office, can do the
// work of this one: who handles cases or decides them does both for a colleague, a
// head looks after offices too; to keep the books or the log-ins is work of its own.
func (p Post) Fits(other Post) bool {
	switch p.Role {
	case RoleClerk, RoleHead:
		return other.Role == RoleClerk || other.Role == RoleHead
	case RoleSupervisor:
		return other.Role == RoleSupervisor || other.Role == RoleHead
	}
	return other.Role == p.Role
}

// PostsOf asks for the posts that a user holds in person at the instant; none
// for a log-in that is closed.
type PostsOf struct {
	User UserID
	At   time.Time
}

// Answer binds the query to its answer.
func (PostsOf) Answer([]Post) {}

// OwnedBy reports whether the actor is the absent one.
func (w NameDeputy) OwnedBy(a Actor) bool { return w.Deputy.Absent == a.User }

// OwnedBy reports whether the actor is the absent one.
func (w EndDeputy) OwnedBy(a Actor) bool { return w.Absent == a.User }

// OfUnit is the unit of the post.
func (w NameDeputy) OfUnit() UnitID { return w.Deputy.Post.Unit }

// OfUnit is the unit of the post.
func (w EndDeputy) OfUnit() UnitID { return w.Unit }

// Owned is a write that can tell whether it touches only the actor's own.
type Owned interface {
	Write
	OwnedBy(a Actor) bool
}

// InUnit is a write that concerns a unit, whose head may make it.
type InUnit interface {
	Write
	OfUnit() UnitID
}

// Tenure is a post with the instant at which it ends, zero for none.
type Tenure struct {
	Post
	Until time.Time
}

// At reports whether the post is held at the instant.
func (x Tenure) At(now time.Time) bool { return x.Until.IsZero() || now.Before(x.Until) }

// TenuresOf asks for the posts that a user holds, or held till some instant;
// none for a log-in that is closed.
type TenuresOf struct{ User UserID }

// Answer binds the query to its answer.
func (TenuresOf) Answer([]Tenure) {}

// Guarded is a write that looks at what stands before it is made, inside the
// same transaction. It is pure.
type Guarded interface {
	Write
	Guard(v View, a Actor, now time.Time) error
}

// ForWhom names the absent colleague for whom the actor makes a move of the
// roles: the one who has the case, or the one whose post alone gives the role.
// Nobody when the actor may make it in person.
func ForWhom(a Actor, c Case, by []Role) (UserID, string) {
	for _, p := range a.Posts {
		if p.DeputyFor != "" && p.DeputyFor == c.Assignee && p.Unit == c.Unit {
			return p.DeputyFor, p.DeputyName
		}
	}
	own := a
	own.Posts = nil
	for _, p := range a.Posts {
		if p.DeputyFor == "" {
			own.Posts = append(own.Posts, p)
		}
	}
	if roles, _ := RolesOf(own, c); slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(by, r) }) {
		return "", ""
	}
	for _, p := range a.Posts {
		if p.DeputyFor != "" && slices.Contains(by, p.Role) && slices.ContainsFunc(c.Access, func(x Access) bool { return x.Subject == p.subject() }) {
			return p.DeputyFor, p.DeputyName
		}
	}
	return "", ""
}

// standsIn reports whether the actor is the deputy of the one who has the case.
func standsIn(a Actor, c Case) bool {
	return c.Assignee != "" && slices.ContainsFunc(a.Posts, func(p Post) bool {
		return p.DeputyFor == c.Assignee && p.Unit == c.Unit
	})
}
