{{/* todo-app.labels: entries that several maps have. Include it with the root context: include "todo-app.labels" $ */}}
{{- define "todo-app.labels" -}}
app: todo-chatbot
app.kubernetes.io/name: todo-app
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- range $k0, $v0 := .Values.commonLabels }}
{{- if not (has $k0 (list "app" "app.kubernetes.io/name" "app.kubernetes.io/instance" "component")) }}
{{ $k0 | quote }}: {{ $v0 | quote }}
{{- end }}
{{- end }}
{{- end }}
