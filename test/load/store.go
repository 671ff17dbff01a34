package load

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // driver pgx
	"golang.org/x/sync/errgroup"
	_ "modernc.org/sqlite" // driver sqlite
)

// Store is a database of the house, open for reading and filling whole rows.
type Store struct {
	db  *sql.DB
	url string // of PostgreSQL, "" for SQLite
}

// Open opens sqlite:PATH or postgres://…; the house has made its tables.
func Open(url string) (*Store, error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=synchronous(OFF)&_pragma=cache_size(-262144)")
		if err == nil {
			db.SetMaxOpenConns(1)
		}
		return &Store{db: db}, err
	}
	db, err := sql.Open("pgx", url)
	return &Store{db: db, url: url}, err
}

// Close closes it.
func (s *Store) Close() error { return s.db.Close() }

// Sample reads the rows of every case, by its id.
func (s *Store) Sample(ctx context.Context) (map[string]Rows, error) {
	out, all := map[string]Rows{}, map[string][]Row{}
	for _, t := range tables {
		rows, err := s.all(ctx, t.name)
		if err != nil {
			return nil, err
		}
		all[t.name] = rows
	}
	own := laidInto(all["journal"], all["documents"])
	for _, t := range tables {
		for _, row := range all[t.name] {
			c := caseOf(t.name, row, own)
			if c == "" {
				continue
			}
			if out[c] == nil {
				out[c] = Rows{}
			}
			out[c][t.name] = append(out[c][t.name], row)
		}
	}
	for id, r := range out {
		if len(r["cases"]) == 0 { // of the catalogue, of people
			delete(out, id)
		}
	}
	return out, nil
}

func (s *Store) all(ctx context.Context, table string) (out []Row, err error) {
	rows, err := s.db.QueryContext(ctx, "select * from "+table)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cols, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		cells, at := make([]any, len(cols)), make([]any, len(cols))
		for i := range cells {
			at[i] = &cells[i]
		}
		if err := rows.Scan(at...); err != nil {
			return nil, err
		}
		row := Row{}
		for i, c := range cols {
			row[c] = cells[i]
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// Unit: cases. Source: our choice: what lies in memory at once.
const copiesAtOnce = 1000

// Multiply writes copies of the sample, one of each case in turn, until there
// are total cases; said hears how many there are.
func (s *Store) Multiply(ctx context.Context, sample map[string]Rows, total int, said func(n int)) error {
	draw, err := s.reached(ctx)
	if err != nil {
		return err
	}
	var moulds []*mould
	for _, r := range sample {
		moulds = append(moulds, newMould(r))
	}
	chunks := make(chan map[string][]Row, 2)
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(chunks)
		for n := len(moulds); n < total; n += copiesAtOnce {
			chunk := map[string][]Row{}
			for i := n; i < min(total, n+copiesAtOnce); i++ {
				rows, err := moulds[i%len(moulds)].copy(draw)
				if err != nil {
					return err
				}
				for t, list := range rows {
					chunk[t] = append(chunk[t], list...)
				}
			}
			select {
			case chunks <- chunk:
			case <-inner.Done():
				return inner.Err()
			}
		}
		return nil
	})
	group.Go(func() error {
		n := len(moulds)
		for chunk := range chunks {
			if err := s.write(inner, chunk); err != nil {
				return err
			}
			n += len(chunk["cases"])
			said(n)
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	return s.finish(ctx, draw)
}

// reached reads the highest numbers that the desk gave.
func (s *Store) reached(ctx context.Context) (*numbers, error) {
	d := &numbers{map[string]int64{}, map[string]int64{}}
	for _, x := range []struct {
		query string
		last  map[string]int64
		sign  string // before the number
	}{{"select no from cases", d.cases, "-"}, {"select number from documents where number <> ''", d.series, "〕"}} {
		rows, err := s.texts(ctx, x.query)
		if err != nil {
			return nil, err
		}
		for _, text := range rows {
			i := strings.LastIndex(text, x.sign) + len(x.sign)
			n, err := strconv.ParseInt(strings.TrimSuffix(text[i:], "号"), 10, 64)
			if err != nil {
				return nil, err
			}
			x.last[text[:i]] = max(n, x.last[text[:i]])
		}
	}
	return d, nil
}

func (s *Store) texts(ctx context.Context, query string) (out []string, err error) {
	rows, err := s.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}

func (s *Store) write(ctx context.Context, chunk map[string][]Row) error {
	if s.url != "" {
		return s.copyIn(ctx, chunk)
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := insert(ctx, tx, t.name, chunk[t.name]); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// Unit: rows. Source: 32,766 values of a statement in SQLite, 20 columns at most.
const rowsAtOnce = 200

func insert(ctx context.Context, tx *sql.Tx, table string, rows []Row) error {
	for len(rows) > 0 {
		some := rows[:min(len(rows), rowsAtOnce)]
		rows = rows[len(some):]
		cols := columns(some[0])
		mark := "(?" + strings.Repeat(", ?", len(cols)-1) + ")"
		q := "insert into " + table + " (" + strings.Join(cols, ", ") + ") values " + mark + strings.Repeat(", "+mark, len(some)-1)
		args := make([]any, 0, len(some)*len(cols))
		for _, r := range some {
			for _, c := range cols {
				args = append(args, r[c])
			}
		}
		if _, err := tx.ExecContext(ctx, q, args...); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

func columns(r Row) []string {
	var out []string
	for c := range r {
		out = append(out, c)
	}
	return out
}

func (s *Store) copyIn(ctx context.Context, chunk map[string][]Row) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for _, t := range tables {
			rows := chunk[t.name]
			if len(rows) == 0 {
				continue
			}
			cols := columns(rows[0])
			_, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, cols, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
				out := make([]any, len(cols))
				for k, c := range cols {
					out[k] = rows[i][c]
				}
				return out, nil
			}))
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		return nil
	})
}

// Answered makes every question to a party an answered one: the city's clock stood
// while it was made, so that nobody answered in time.
func (s *Store) Answered(ctx context.Context, party string) error {
	q := "update asks set answered = made where answered = 0 and party = ?"
	if s.url != "" {
		q = strings.Replace(q, "?", "$1", 1)
	}
	_, err := s.db.ExecContext(ctx, q, party)
	return err
}

// finish moves the counters on.
func (s *Store) finish(ctx context.Context, draw *numbers) error {
	exec := func(q string, args ...any) error {
		if s.url != "" {
			for i := range args {
				q = strings.Replace(q, "?", "$"+strconv.Itoa(i+1), 1)
			}
		}
		_, err := s.db.ExecContext(ctx, q, args...)
		return err
	}
	for head, last := range draw.cases { // YL2026-ZL14-
		year, prefix, _ := strings.Cut(strings.TrimSuffix(head, "-"), "-")
		y, err := strconv.Atoi(year[len(year)-4:])
		if err == nil {
			err = exec("update case_numbers set last = ? where prefix = ? and year = ? and last < ?", last, prefix, y, last)
		}
		if err != nil {
			return err
		}
	}
	for head, last := range draw.series { // 云知受〔2026〕
		series, year, _ := strings.Cut(strings.TrimSuffix(head, "〕"), "〔")
		y, err := strconv.Atoi(year)
		if err == nil {
			err = exec("update doc_series set last = ? where series = ? and year = ?", last, series, y)
		}
		if err != nil {
			return err
		}
	}
	return s.Settle(ctx)
}

// Settle lets PostgreSQL sweep and learn what migrations filled, as it would of
// its own accord within minutes.
func (s *Store) Settle(ctx context.Context) error {
	if s.url == "" {
		return nil
	}
	_, err := s.db.ExecContext(ctx, "vacuum (analyze)")
	return err
}
