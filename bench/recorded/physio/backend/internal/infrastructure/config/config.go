// Package config reads the server's settings from its environment.
package config

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Settings can be changed without a rebuild.
type Settings struct {
	Host         string
	Port         int
	DatabasePath string
	CORSOrigins  []string
	StaticDir    string
	// InitialPasswords are those of the accounts that are there from the start, by variable.
	InitialPasswords map[string]string
	// FakeNow is the instant that the clock shows at the start; zero means the host's time.
	FakeNow time.Time
}

// Address is the host and port on which the server listens.
func (s Settings) Address() string {
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// FromEnvironment applies defaults and reports invalid values.
func FromEnvironment(lookup func(string) (string, bool)) (Settings, error) {
	get := func(name, fallback string) string {
		if value, ok := lookup(name); ok && value != "" {
			return value
		}
		return fallback
	}
	port, err := strconv.Atoi(get("PORT", "8000"))
	if err != nil || port < 0 || port > 65535 {
		return Settings{}, fmt.Errorf("PORT must be a number from 0 to 65535, not %q", get("PORT", ""))
	}
	var origins []string
	for _, origin := range strings.Split(get("CORS_ORIGINS", "*"), ",") {
		if origin = strings.TrimSpace(origin); origin != "" {
			origins = append(origins, origin)
		}
	}
	var fakeNow time.Time
	if text := get("PHYSIO_PRACTICE_NOW", ""); text != "" {
		if fakeNow, err = time.Parse(time.RFC3339Nano, text); err != nil {
			return Settings{}, fmt.Errorf("%s must be an instant such as 2030-01-31T12:00:00Z, not %q", "PHYSIO_PRACTICE_NOW", text)
		}
	}
	return Settings{
		Host:         get("HOST", ""),
		Port:         port,
		DatabasePath: get("DATABASE_PATH", "data/app.db"),
		CORSOrigins:  origins,
		StaticDir:    get("STATIC_DIR", ""),
		InitialPasswords: map[string]string{
			"THERAPIST_PASSWORD":   get("THERAPIST_PASSWORD", "a-first-password"),
			"THERAPIST_PASSWORD_2": get("THERAPIST_PASSWORD_2", "a-first-password"),
			"THERAPIST_PASSWORD_3": get("THERAPIST_PASSWORD_3", "a-first-password"),
		},
		FakeNow: fakeNow,
	}, nil
}
