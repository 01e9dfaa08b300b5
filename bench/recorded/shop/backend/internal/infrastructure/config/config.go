// Package config reads the server's settings from its environment.
package config

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// Settings are all that can be changed without a rebuild.
type Settings struct {
	Host         string
	Port         int
	DatabasePath string
	CORSOrigins  []string
	StaticDir    string
	// CarrierURL is where parcels are announced; empty for a shop without a carrier.
	CarrierURL string
	// AdminEmail and AdminPassword are those of the account that an empty database is given.
	AdminEmail    string
	AdminPassword string
}

// Address is what the server listens on.
func (s Settings) Address() string {
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// FromEnvironment applies defaults and refuses what cannot be meant.
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
	return Settings{
		Host:         get("HOST", ""),
		Port:         port,
		DatabasePath: get("DATABASE_PATH", "data/app.db"),
		CORSOrigins:  origins,
		StaticDir:    get("STATIC_DIR", ""),
		CarrierURL:   get("CARRIER_URL", ""),

		AdminEmail:    get("ADMIN_EMAIL", "admin@shop.example"),
		AdminPassword: get("ADMIN_PASSWORD", "a-first-password"),
	}, nil
}
