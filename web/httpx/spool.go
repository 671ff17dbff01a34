package httpx

import (
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"sync"

	"quanlian/base/errs"
)

// Unit: bytes. Source: our choice: one of the largest forms and a second page
// beside it; what one client may have on its way to the disk at one time.
const mostSpooled = 2 * defaultMaxUpload

// spool counts what each client has on its way to temporary files. The zero value
// works; it is safe for concurrent use.
type spool struct {
	mu   sync.Mutex
	held map[string]int64
}

// take reserves room for the client; false when it has too much on its way.
func (s *spool) take(client string, n int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		s.held = map[string]int64{}
	}
	if s.held[client]+n > mostSpooled {
		return false
	}
	s.held[client] += n
	return true
}

func (s *spool) give(client string, n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[client] -= n; s.held[client] <= 0 {
		delete(s.held, client)
	}
}

// files reads a form with files. Of who has not logged in nothing goes to the
// disk, except where the page takes files of anybody: the fields are read, so
// that what was typed can be kept, the files are not. Afterwards done removes the
// temporary files and gives back their room.
func (e *Edge) files(r *http.Request, limit int64) (done func(), err error) {
	who := ""
	if e.Known != nil {
		who = e.Known(r)
		if who == "" && !e.Anybody[r.URL.Path] {
			return func() {}, fieldsOnly(r)
		}
	}
	client := "user:" + who
	if who == "" {
		client = "addr:" + host(r)
	}
	n := r.ContentLength
	if n < 0 || n > limit {
		n = limit
	}
	if !e.spool.take(client, n) {
		return func() {}, errs.New(errs.Unavailable, "web.edge.uploads_busy", nil)
	}
	done = func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll() // a file that stays is the system's to sweep
		}
		e.spool.give(client, n)
	}
	return done, r.ParseMultipartForm(memory)
}

// Unit: bytes of a form with files that stay in memory. Source: our choice.
const memory = 4 << 20

// fieldsOnly reads the fields of a form with files and drops the files.
func fieldsOnly(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	left := int64(defaultMaxForm)
	values := url.Values{}
	var order []string
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if p.FileName() != "" || p.FormName() == "" {
			if p.FileName() != "" {
				values.Set(DroppedFiles, "1")
			}
			if _, err := io.Copy(io.Discard, p); err != nil {
				return err
			}
			continue
		}
		body, err := io.ReadAll(io.LimitReader(p, left+1))
		if err != nil {
			return err
		}
		if left -= int64(len(body)); left < 0 {
			return &http.MaxBytesError{Limit: defaultMaxForm}
		}
		if !values.Has(p.FormName()) {
			order = append(order, p.FormName())
		}
		values.Add(p.FormName(), string(body))
	}
	values[FieldOrder] = order
	r.MultipartForm = &multipart.Form{Value: values, File: map[string][]*multipart.FileHeader{}}
	r.PostForm = values
	r.Form = url.Values{}
	for _, from := range []url.Values{values, r.URL.Query()} {
		for k, v := range from {
			r.Form[k] = append(r.Form[k], v...)
		}
	}
	return nil
}

// DroppedFiles stands among the fields of a form whose files were not taken.
const DroppedFiles = "_files_dropped"

// FieldOrder stands among the fields of a form of who has not logged in: their names
// in the order of the form.
const FieldOrder = "_field_order"

// host is the address that a request comes from.
func host(r *http.Request) string {
	h, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return h
}
