package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"quanlian/web/assets"
	"quanlian/web/httpx"
	"quanlian/web/ui"
	"quanlian/web/ui/gallery"
)

func main() {
	addr := flag.String("addr", "localhost:8090", "where to listen")
	flag.Parse()
	e := &httpx.Edge{}
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	mux.HandleFunc("GET "+ui.CapitalsPath, ui.CapitalsHandler)
	mux.Handle(gallery.Path, gallery.Handler(e))
	mux.Handle(gallery.Path+"/", gallery.Handler(e))
	// Unit: time. Source: our choice; the program is for one reader.
	srv := &http.Server{Addr: *addr, Handler: e.Middleware(mux), ReadHeaderTimeout: 5 * time.Second}
	fmt.Println("http://" + *addr + gallery.Path)
	if err := srv.ListenAndServe(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
