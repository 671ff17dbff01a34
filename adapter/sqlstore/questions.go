package sqlstore

import (
	"context"
	"database/sql"
	"reflect"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/uptrace/bun"
)

// reader is the pool that reads outside transactions. On SQLite a question goes to
// the engine with its values apart from its text, so that a text is planned once and
// not each time: the lists of an office are long questions over small tables, and
// planning one took six times as long as answering it
// (docs/adr/0034-planned-questions.md).
type reader struct {
	*bun.DB
	// planned are the texts that SQLite has planned; nil on PostgreSQL, which answers
	// the lists quicker where it sees the values when it plans.
	planned *lru.Cache[string, *sql.Stmt]
}

// Texts that stay planned, each on every connection that was asked it. Unit: texts.
// Source: our choice.
const mostPlanned = 400

func planning(db *bun.DB) (reader, error) {
	kept, err := lru.NewWithEvict(mostPlanned, func(_ string, s *sql.Stmt) { _ = s.Close() })
	return reader{db, kept}, err
}

// close lets the planned texts go, then the pool.
func (r reader) close() error {
	if r.planned != nil {
		r.planned.Purge()
	}
	return r.DB.Close()
}

// ask is a question by its text and values: on a reader that plans with the values
// apart, elsewhere with the values written into the text.
func ask(db bun.IDB, q string, args []any) *bun.RawQuery {
	if r, ok := db.(reader); ok && r.planned != nil {
		if text, values, ok := valued(q, args); ok {
			return r.NewRaw(text).Conn(question{r, values})
		}
	}
	return db.NewRaw(q, args...)
}

// QueryContext asks for rows that no struct takes.
func (r reader) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if r.planned != nil {
		if text, values, ok := valued(q, args); ok {
			return r.rows(ctx, text, values)
		}
	}
	return r.DB.QueryContext(ctx, q, args...)
}

// question is a connection for one question: bun hands it the text, it knows the
// values.
type question struct {
	reader
	values []any
}

// QueryContext asks with the values.
func (x question) QueryContext(ctx context.Context, text string, _ ...any) (*sql.Rows, error) {
	return x.rows(ctx, text, x.values)
}

// rows asks a text with its values; the text is planned by now or will be.
func (r reader) rows(ctx context.Context, text string, values []any) (*sql.Rows, error) {
	if s, ok := r.planned.Get(text); ok {
		if rows, err := s.QueryContext(ctx, values...); err == nil || err.Error() != letGo {
			return rows, err
		}
	}
	s, err := r.DB.DB.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, values...)
	if _, before, _ := r.planned.PeekOrAdd(text, s); before {
		_ = s.Close() // another was quicker; the rows keep it until they are read
	}
	return rows, err
}

// letGo is what database/sql says of a statement that was let go between the look
// for it and the question.
const letGo = "sql: statement is closed"

// valued takes the values of a question out of its text, lists value by value; ok is
// false where one of them is no plain value.
func valued(q string, args []any) (text string, values []any, ok bool) {
	pieces := strings.Split(q, "?")
	if len(pieces) != len(args)+1 {
		return "", nil, false
	}
	var b strings.Builder
	for i, arg := range args {
		b.WriteString(pieces[i])
		list, many := arg.(listed)
		if !many {
			list = listed{arg}
		}
		for j, v := range list {
			plain, ok := plainly(v)
			if !ok {
				return "", nil, false
			}
			values = append(values, plain)
			if j > 0 {
				b.WriteString(", ")
			}
			b.WriteString(placed(plain))
		}
	}
	b.WriteString(pieces[len(args)])
	return b.String(), values, len(values) <= mostValues
}

// placed is the mark of a value. SQLite plans a text anew whenever a value is
// set that it compared with the condition of a partial index, or looked at in a LIKE;
// a cast is a value that it looks at only when it answers. What such an index is to
// serve is written into the text (see [written]).
// Source: sqlite.org/c3ref/c_dbconfig_defensive.html, SQLITE_DBCONFIG_ENABLE_QPSG,
// which the driver does not offer.
func placed(v any) string {
	switch v.(type) {
	case string:
		return "cast(? as text)"
	case int64:
		return "cast(? as integer)"
	}
	return "?"
}

// written is a comparison with a value that stands in the text where it is a plain
// word, so that a partial index of that word serves.
func written(column, value string) (cond string, args []any) {
	if strings.Trim(value, "abcdefghijklmnopqrstuvwxyz_") == "" {
		return column + " = '" + value + "'", nil
	}
	return column + " = ?", []any{value}
}

// Values that a question carries apart. Unit: values. Source:
// SQLITE_MAX_VARIABLE_NUMBER, sqlite.org/limits.html.
const mostValues = 32_766

// plainly is a value as the driver takes it; ok is false for what only bun can
// write, as documents.
func plainly(v any) (plain any, ok bool) {
	switch v := v.(type) {
	case nil, string, int64, bool, float64, []byte:
		return v, true
	}
	r := reflect.ValueOf(v)
	switch {
	case r.Kind() == reflect.String:
		return r.String(), true
	case r.CanInt():
		return r.Int(), true
	}
	return nil, false
}
