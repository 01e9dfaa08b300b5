package httpapi

import (
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"harbour-museum-audio-guide/backend/internal/domain"
)

// ownPaths are answered by the server itself, also to a browser.
var ownPaths = map[string]bool{"/healthz": true, "/openapi.yaml": true, "/config.json": true}

// wantsPage says whether a browser asks for a page.
func wantsPage(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) &&
		strings.Contains(r.Header.Get("Accept"), "text/html") && !ownPaths[r.URL.Path]
}

// page serves the file at the path, or else index.html.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	if s.serveFile(w, r, r.URL.Path) || s.serveFile(w, r, "/index.html") {
		return
	}
	writeError(w, r, domain.ErrNotFound)
}

// file serves what belongs to the page (scripts, styles); there is nothing else outside of the API.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	if s.options.StaticDir != "" && (r.Method == http.MethodGet || r.Method == http.MethodHead) && s.serveFile(w, r, r.URL.Path) {
		return
	}
	writeError(w, r, domain.ErrNotFound)
}

func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, name string) bool {
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return false
	}
	file, err := os.DirFS(s.options.StaticDir).Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	content, ok := file.(io.ReadSeeker)
	if !ok {
		return false
	}
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	http.ServeContent(w, r, path.Base(name), info.ModTime(), content)
	return true
}
