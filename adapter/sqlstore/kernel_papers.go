package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Notices lists what the program told the actor, newest first: the newest of each
// subject, which an index has in order, and of those the first. An agent is told of
// its principal's only what the mandate covers.
func (s *Store) Notices(ctx context.Context, a kernel.Actor, limit int) ([]kernel.Notice, error) {
	var parts []string
	var args []any
	for _, subject := range a.Subjects() {
		if subject != "public" {
			within, more := tellable(a)
			parts = append(parts, "select * from (select id, case_id, text, args, made, seen from notices where subject = ?"+within+" order by made desc, id limit ?) l"+strconv.Itoa(len(parts)))
			args = append(append(append(args, subject), more...), limit)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	newest := "select * from (" + strings.Join(parts, " union all ") + ") u order by made desc, id limit ?"
	args = append(args, limit)
	rows, err := many[struct {
		ID   string `bun:"id"`
		Case string `bun:"case_id"`
		No   string `bun:"no"`
		Flow string `bun:"flow"`
		Text string `bun:"text"`
		Args string `bun:"args"`
		Made int64  `bun:"made"`
		Seen int64  `bun:"seen"`
	}](ctx, s.r, `select n.id, n.case_id, coalesce(c.no, '') as no, coalesce(c.flow, '') as flow, n.text, n.args, n.made, n.seen from (`+newest+`) n
		left join cases c on c.id = n.case_id order by n.made desc, n.id`, args...)
	out := make([]kernel.Notice, 0, len(rows))
	for _, r := range rows {
		n := kernel.Notice{ID: r.ID, Case: kernel.CaseID(r.Case), No: r.No, Flow: kernel.FlowAddr(r.Flow), Text: r.Text, Made: instant(r.Made), Seen: instant(r.Seen)}
		if e := json.Unmarshal([]byte(r.Args), &n.Args); e != nil {
			n.Args = nil
		}
		out = append(out, n)
	}
	return out, err
}

// tellable is what a notice of a party must be beside its subject for an agent whose
// mandate covers some matters only.
func tellable(a kernel.Actor) (string, []any) {
	if a.Scope == nil {
		return "", nil
	}
	ways, args := []string{"subject not like 'party:%'"}, []any(nil)
	for _, m := range a.Scope {
		ways, args = append(ways, "exists (select 1 from cases k where k.id = notices.case_id and k.flow like ?)"), append(args, m+".%")
	}
	return " and (" + strings.Join(ways, " or ") + ")", args
}

const paperColumns = "id, kind, number, name, sha256, bytes, media, level, for_role, made, pages, entry, template, part"

type paperRow struct {
	ID     string `bun:"id"`
	Kind   string `bun:"kind"`
	Number string `bun:"number"`
	Name   string `bun:"name"`
	SHA256 string `bun:"sha256"`
	Bytes  int64  `bun:"bytes"`
	Media  string `bun:"media"`
	Level  int64  `bun:"level"`
	For    string `bun:"for_role"`
	Made   int64  `bun:"made"`
	Pages  int64  `bun:"pages"`
	Entry  string `bun:"entry"`
	Form   string `bun:"template"`
	Part   string `bun:"part"`
}

func (r paperRow) paper() kernel.Paper {
	return kernel.Paper{ID: r.ID, Kind: r.Kind, Part: r.Part, Number: r.Number, Name: r.Name, SHA256: r.SHA256, Bytes: r.Bytes, Media: r.Media, Level: kernel.Level(r.Level), For: kernel.Role(r.For), Pages: int(r.Pages), Bound: r.Entry != "", Issued: r.Form != "", Made: instant(r.Made)}
}

// Papers lists the documents of a case up to the reader's level, oldest first.
func (s *Store) Papers(ctx context.Context, id kernel.CaseID, level kernel.Level) ([]kernel.Paper, error) {
	rows, err := many[paperRow](ctx, s.r, "select "+paperColumns+" from documents where case_id = ? and level <= ? order by made, id", string(id), int64(level))
	out := make([]kernel.Paper, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.paper())
	}
	return out, err
}

// IssuedPaper is a document whose data is frozen and which waits to be drawn.
type IssuedPaper struct {
	ID       string `bun:"id"`
	Case     string `bun:"case_id"`
	Kind     string `bun:"kind"`
	Template string `bun:"template"`
	Data     string `bun:"data"`
	Number   string `bun:"number"`
	Part     string `bun:"part"`
	Made     int64  `bun:"made"`
}

// Issued gives what an issued document was drawn from; notfound for other papers.
func (s *Store) Issued(ctx context.Context, id string) (IssuedPaper, error) {
	var p IssuedPaper
	ok, err := one(ctx, s.r, &p, "select id, case_id, kind, template, data, number, part, made from documents where id = ? and template <> ''", id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "kernel.no_such_paper", nil)
	}
	return p, err
}

// ClaimPapers gives issued documents that were not drawn yet, oldest first, to
// one process for a while: others draw others.
func (s *Store) ClaimPapers(ctx context.Context, holder string, clock func() time.Time, limit int) ([]IssuedPaper, error) {
	const columns = "select d.id, d.case_id, d.kind, d.template, d.data, d.number, d.part, d.made from documents d "
	now := micros(clock())
	list, err := many[IssuedPaper](ctx, s.r, columns+"where d.rendered = 0 and "+unclaimed("d.id")+" order by d.made, d.id limit ?", claimPaper, now, limit)
	if err != nil {
		return nil, err
	}
	// Who drew a paper and died before it was done with left its claim: what
	// follows the drawing is still to be done.
	left, err := many[IssuedPaper](ctx, s.r, columns+"join claims k on k.id = d.id where k.kind = ? and k.until <= ? and d.rendered <> 0 order by d.made, d.id limit ?", claimPaper, now, limit)
	if list = append(list, left...); err != nil || len(list) == 0 {
		return nil, err
	}
	list = list[:min(limit, len(list))]
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	open := "select d.id from documents d where (d.rendered = 0 or exists (select 1 from claims k where k.kind = '" + claimPaper + "' and k.id = d.id)) and d.id in (?) order by d.made, d.id"
	mine, err := s.claim(ctx, claimPaper, holder, clock, open, ids)
	return slices.DeleteFunc(list, func(p IssuedPaper) bool { return !mine[p.ID] }), err
}

// KeepPaper renews the claim on a paper before it is drawn; false when it has
// run out and another draws it, or has drawn it.
func (s *Store) KeepPaper(ctx context.Context, holder string, clock func() time.Time, id string) (bool, error) {
	var mine []string
	err := s.inTx(ctx, func(t *tx) (err error) {
		mine, err = t.keepClaims(claimPaper, holder, clock, []string{id})
		return err
	})
	return len(mine) == 1, err
}

// PapersDrawn forgets the claims on papers that are drawn.
func (s *Store) PapersDrawn(ctx context.Context, ids []string) error {
	return s.dropClaims(ctx, claimPaper, ids)
}

// SeeNotices marks what the actor was told about a case as seen. Mostly there is
// nothing new, and a page that is read must not wait for who writes.
func (s *Store) SeeNotices(ctx context.Context, a kernel.Actor, id kernel.CaseID, at time.Time) error {
	var fresh int
	if _, err := one(ctx, s.r, &fresh, "select count(*) from notices where case_id = ? and subject in (?) and seen = 0", string(id), in(a.Subjects())); err != nil || fresh == 0 {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update notices set seen = ? where case_id = ? and subject in (?) and seen = 0", micros(at), string(id), in(a.Subjects()))
		return err
	})
}

// SeeAllNotices marks all that the actor was told up to an instant as seen.
func (s *Store) SeeAllNotices(ctx context.Context, a kernel.Actor, upTo, at time.Time) error {
	told := slices.DeleteFunc(a.Subjects(), func(x string) bool { return x == "public" })
	within, more := tellable(a)
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update notices set seen = ? where subject in (?) and seen = 0 and made <= ?"+within, append([]any{micros(at), in(told), micros(upTo)}, more...)...)
		return err
	})
}

// Paper gives one document and its case; notfound when there is none. The
// caller checks that the reader may see the case at the paper's level.
func (s *Store) Paper(ctx context.Context, id string) (kernel.Paper, kernel.CaseID, error) {
	return paperByID(ctx, s.r, id)
}

func paperByID(ctx context.Context, db bun.IDB, id string) (kernel.Paper, kernel.CaseID, error) {
	var r struct {
		paperRow
		CaseID string `bun:"case_id"`
	}
	ok, err := one(ctx, db, &r, "select "+paperColumns+", case_id from documents where id = ?", id)
	if err != nil {
		return kernel.Paper{}, "", err
	}
	if !ok {
		return kernel.Paper{}, "", errs.New(errs.NotFound, "kernel.no_such_paper", nil)
	}
	return r.paper(), kernel.CaseID(r.CaseID), nil
}

// PapersOfContent gives the issued papers of this content, the newest first; what
// somebody put in is none.
func (s *Store) PapersOfContent(ctx context.Context, sha256 string) ([]string, error) {
	return many[string](ctx, s.r, "select id from documents where sha256 = ? and template <> '' order by made desc, id", sha256)
}

// Uploaded gives a file that lies in no case yet. The caller checks who reads.
func (s *Store) Uploaded(ctx context.Context, id string) (kernel.Upload, error) {
	return uploadByID(ctx, s.r, id)
}

// upload gives a paper that lies in no case yet.
func (t *tx) upload(id string) (kernel.Upload, error) { return uploadByID(t.ctx, t.db, id) }

// Upload finds what was put in and lies in no case yet, with who put it in.
func (s *Store) Upload(ctx context.Context, id string) (kernel.Upload, error) {
	return uploadByID(ctx, s.r, id)
}

func uploadByID(ctx context.Context, db bun.IDB, id string) (kernel.Upload, error) {
	var r struct {
		paperRow
		By string `bun:"made_by"`
	}
	ok, err := one(ctx, db, &r, "select "+paperColumns+", made_by from documents where id = ? and case_id = '' and made_by <> ''", id)
	if err != nil {
		return kernel.Upload{}, err
	}
	if !ok {
		return kernel.Upload{}, errs.New(errs.NotFound, "kernel.upload_gone", nil)
	}
	return kernel.Upload{Paper: r.paper(), By: kernel.UserID(r.By)}, nil
}
