package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
)

// Many rows at once go past bun: one statement with arrays on PostgreSQL, one
// prepared statement run row by row on SQLite, where a call costs no journey.

// values is one column of many rows: texts or numbers, as long as each other.
type values struct {
	name  string
	texts []string
	ints  []int64
}

func (v values) arg() any {
	if v.texts != nil {
		return v.texts
	}
	return v.ints
}

func (v values) at(i int) any {
	if v.texts != nil {
		return v.texts[i]
	}
	return v.ints[i]
}

func (v values) pgType() string {
	if v.texts != nil {
		return "::text[]"
	}
	return "::bigint[]"
}

// anyOf is the condition that a column stands in a long list of texts, with
// its one argument.
func (s *Store) anyOf(column string, list []string) (cond string, arg any) {
	if s.postgres {
		return column + " = any($1)", list
	}
	text, _ := json.Marshal(list)
	return column + " in (select value from json_each(?))", string(text)
}

// forUpdate keeps the rows of a select for this transaction; SQLite has but
// one writer. The order keeps two transactions from waiting for each other.
func (s *Store) forUpdate(order string) string {
	if s.postgres {
		return " order by " + order + " for update"
	}
	return ""
}

// durable makes the commit wait for the disk, whatever the server's default;
// SQLite is opened with synchronous=FULL.
func (s *Store) durable(ctx context.Context, tx *sql.Tx) error {
	if !s.postgres {
		return nil
	}
	_, err := tx.ExecContext(ctx, "set local synchronous_commit = on")
	return wrap(err)
}

// insertMany inserts rows column by column.
func (s *Store) insertMany(ctx context.Context, tx *sql.Tx, table string, n int, cols ...values) error {
	if n == 0 {
		return nil
	}
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.name
	}
	head := "insert into " + table + " (" + strings.Join(names, ", ") + ") "
	if s.postgres {
		return s.arrays(ctx, tx, head+"select * from unnest("+params(cols)+")", cols)
	}
	return s.eachRow(ctx, tx, head+"values (?"+strings.Repeat(", ?", len(cols)-1)+")", n, cols)
}

// updateMany sets the columns of the rows that the first column names.
func (s *Store) updateMany(ctx context.Context, tx *sql.Tx, table string, n int, key values, cols ...values) error {
	if n == 0 {
		return nil
	}
	all := append(append([]values{}, cols...), key)
	sets, names := make([]string, len(cols)), make([]string, len(all))
	for i, c := range all {
		names[i] = c.name
	}
	if s.postgres {
		for i, c := range cols {
			sets[i] = c.name + " = v." + c.name
		}
		return s.arrays(ctx, tx, "update "+table+" t set "+strings.Join(sets, ", ")+" from unnest("+params(all)+") as v("+strings.Join(names, ", ")+") where t."+key.name+" = v."+key.name, all)
	}
	for i, c := range cols {
		sets[i] = c.name + " = ?"
	}
	return s.eachRow(ctx, tx, "update "+table+" set "+strings.Join(sets, ", ")+" where "+key.name+" = ?", n, all)
}

func params(cols []values) string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = "$" + strconv.Itoa(i+1) + c.pgType()
	}
	return strings.Join(out, ", ")
}

func (s *Store) arrays(ctx context.Context, tx *sql.Tx, q string, cols []values) error {
	args := make([]any, len(cols))
	for i, c := range cols {
		args[i] = c.arg()
	}
	_, err := tx.ExecContext(ctx, q, args...)
	return wrap(err)
}

func (s *Store) eachRow(ctx context.Context, tx *sql.Tx, q string, n int, cols []values) error {
	st, err := tx.PrepareContext(ctx, q)
	if err != nil {
		return wrap(err)
	}
	defer func() { _ = st.Close() }()
	args := make([]any, len(cols))
	for i := range n {
		for j, c := range cols {
			args[j] = c.at(i)
		}
		if _, err := st.ExecContext(ctx, args...); err != nil {
			return wrap(err)
		}
	}
	return nil
}
