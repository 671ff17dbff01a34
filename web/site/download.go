package site

import (
	"net/http"
	"net/url"
	"strconv"
)

// Download sends a content as a file to be kept, under a name of any letters.
func Download(w http.ResponseWriter, name, media string, content []byte) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	_, err := w.Write(content)
	return err
}
