// Package settings reads the settings from the environment.
package settings

import (
	"fmt"
	"strconv"
	"strings"
)

// Settings of the server.
type Settings struct {
	Host            string
	Port            int
	DatabasePath    string
	CORSOrigins     []string
	StaticDir       string
	CuratorPassword string
}

// Read takes the settings from the environment that lookup knows.
func Read(lookup func(string) string) (Settings, error) {
	or := func(name, otherwise string) string {
		if value := lookup(name); value != "" {
			return value
		}
		return otherwise
	}
	text := or("PORT", "8000")
	port, err := strconv.Atoi(text)
	if err != nil || port < 0 || port > 65535 {
		return Settings{}, fmt.Errorf("PORT must be a number from 0 to 65535, not %q", text)
	}
	settings := Settings{
		Host: lookup("HOST"), Port: port,
		DatabasePath:    or("DATABASE_PATH", "data/app.db"),
		StaticDir:       lookup("STATIC_DIR"),
		CuratorPassword: lookup("CURATOR_PASSWORD"),
	}
	for _, origin := range strings.Split(or("CORS_ORIGINS", "*"), ",") {
		if origin = strings.TrimSpace(origin); origin != "" {
			settings.CORSOrigins = append(settings.CORSOrigins, origin)
		}
	}
	return settings, nil
}
