package httpx

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// fileForm is a form with one field and one file.
func fileForm(t *testing.T, token string, size int) (io.Reader, string) {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField(TokenField, token)
	_ = m.WriteField("a", "typed")
	f, err := m.CreateFormFile("file", "x.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write(bytes.Repeat([]byte("x"), size))
	_ = m.Close()
	return &body, m.FormDataContentType()
}

// TestFilesOfStrangersStayOutside: of who has not logged in fields are read and
// files are not, but where the page takes them of anybody; one client has a bound
// on what is on its way at a time.
func TestFilesOfStrangersStayOutside(t *testing.T) {
	t.Parallel()
	who := ""
	e := &Edge{Known: func(*http.Request) string { return who }, Anybody: map[string]bool{"/verify": true}}
	var token string
	first := serve(e, httptest.NewRequest("GET", "/", nil), func(_ http.ResponseWriter, r *http.Request) error {
		token = From(r.Context()).Token()
		return nil
	})
	send := func(path string, said *string) *httptest.ResponseRecorder {
		body, media := fileForm(t, token, 6<<20)
		r := httptest.NewRequest("POST", path, body)
		r.Header.Set("Content-Type", media)
		r.AddCookie(first.Result().Cookies()[0])
		return serve(e, r, func(_ http.ResponseWriter, r *http.Request) error {
			_, _, err := r.FormFile("file")
			*said = r.PostFormValue("a") + " " + r.PostFormValue(DroppedFiles)
			if err == nil {
				*said = r.PostFormValue("a") + " file"
			}
			return nil
		})
	}
	for _, c := range []struct{ who, path, want string }{{"", "/verify", "typed file"}, {"", "/item", "typed 1"}, {"u1", "/item", "typed file"}} {
		who = c.who
		var said string
		if w := send(c.path, &said); w.Code != 200 || said != c.want {
			t.Errorf("%q at %s: %d %q, want %q", c.who, c.path, w.Code, said, c.want)
		}
	}
	if len(e.spool.held) != 0 {
		t.Fatalf("room is not given back: %v", e.spool.held)
	}
	if !e.spool.take("user:u1", mostSpooled-1<<20) {
		t.Fatal("no room")
	}
	who = "u1"
	var said string
	if w := send("/item", &said); w.Code != 503 || said != "" || !strings.Contains(w.Body.String(), "正在上传") {
		t.Errorf("beyond the bound: %d %q %s", w.Code, said, w.Body)
	}
	who = "u2" // another client is not held up
	if w := send("/item", &said); w.Code != 200 || said != "typed file" {
		t.Errorf("another client: %d %q", w.Code, said)
	}
}

// TestOrderOfAStrangersForm: the order of the fields of a form that may have to wait
// behind the log-in is kept, of one with files and of one without.
func TestOrderOfAStrangersForm(t *testing.T) {
	t.Parallel()
	who := ""
	e := &Edge{Known: func(*http.Request) string { return who }}
	var token string
	first := serve(e, httptest.NewRequest("GET", "/", nil), func(_ http.ResponseWriter, r *http.Request) error {
		token = From(r.Context()).Token()
		return nil
	})
	files, media := fileForm(t, token, 1)
	for _, c := range []struct {
		who, media string
		body       io.Reader
		want       []string
	}{
		{"", "application/x-www-form-urlencoded", strings.NewReader("z=1&a=2&m.1=3&a=4&" + TokenField + "=" + token), []string{"z", "a", "m.1", TokenField}},
		{"u1", "application/x-www-form-urlencoded", strings.NewReader("z=1&" + TokenField + "=" + token), nil},
		{"", media, files, []string{TokenField, "a"}},
	} {
		who = c.who
		r := httptest.NewRequest("POST", "/item", c.body)
		r.Header.Set("Content-Type", c.media)
		r.AddCookie(first.Result().Cookies()[0])
		var got []string
		if w := serve(e, r, func(_ http.ResponseWriter, r *http.Request) error {
			got = r.PostForm[FieldOrder]
			return nil
		}); w.Code != 200 || !slices.Equal(got, c.want) {
			t.Errorf("%d %q, want %q", w.Code, got, c.want)
		}
	}
}
