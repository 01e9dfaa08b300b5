package settings

import (
	"reflect"
	"testing"
)

func from(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestDefaults(t *testing.T) {
	got, err := Read(from(nil))
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{Port: 8000, DatabasePath: "data/app.db", CORSOrigins: []string{"*"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("settings = %+v, want %+v", got, want)
	}
}

func TestEverySettingIsRead(t *testing.T) {
	got, err := Read(from(map[string]string{
		"HOST": "127.0.0.1", "PORT": "65535", "DATABASE_PATH": "/tmp/x.db", "STATIC_DIR": "/srv",
		"CORS_ORIGINS": "https://a.example, https://b.example", "CURATOR_PASSWORD": "another one",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Host: "127.0.0.1", Port: 65535, DatabasePath: "/tmp/x.db", StaticDir: "/srv",
		CORSOrigins: []string{"https://a.example", "https://b.example"}, CuratorPassword: "another one",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("settings = %+v, want %+v", got, want)
	}
}

func TestPortsOutOfRangeAreRefused(t *testing.T) {
	for _, port := range []string{"-1", "65536", "http", "80a"} {
		if _, err := Read(from(map[string]string{"PORT": port})); err == nil {
			t.Errorf("port %q is accepted", port)
		}
	}
	if got, err := Read(from(map[string]string{"PORT": "0"})); err != nil || got.Port != 0 {
		t.Errorf("port 0: %+v, %v", got, err)
	}
}
