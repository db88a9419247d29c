{{- define "lamplighter.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" (.Release.Name | trunc 28 | trimSuffix "-") .Chart.Name -}}
{{- end -}}
{{- end -}}

{{- define "lamplighter.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "lamplighter.fullname" .) -}}
{{- else -}}
{{- required "serviceAccount.create is false: set serviceAccount.name" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The labels of everything in the release; by these the network policy selects its pods. */}}
{{- define "lamplighter.releaseLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The server's pods, and no job's. */}}
{{- define "lamplighter.serverLabels" -}}
{{ include "lamplighter.releaseLabels" . }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "lamplighter.labels" -}}
{{ include "lamplighter.releaseLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "lamplighter.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* The ConfigMap with lamplighter.toml. */}}
{{- define "lamplighter.configMap" -}}
{{- if and .Values.config .Values.existingConfigMap -}}
{{- fail "set config or existingConfigMap, not both" -}}
{{- end -}}
{{- if not (or .Values.config .Values.existingConfigMap) -}}
{{- fail "there is no configuration: pass --set-file config=lamplighter.toml, or set existingConfigMap" -}}
{{- end -}}
{{- .Values.existingConfigMap | default (include "lamplighter.fullname" .) -}}
{{- end -}}

{{/* What every pod of the release has in common: the image's user, and no token of the cluster. */}}
{{- define "lamplighter.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532 # may read the secrets
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "lamplighter.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "lamplighter.podLabels" -}}
{{- if and .Values.identity.azure.clientId (eq .Values.identity.azure.token "webhook") }}
azure.workload.identity/use: "true"
{{- end }}
{{- end -}}

{{- define "lamplighter.isTokenProjected" -}}
{{- if and .Values.identity.azure.clientId (eq .Values.identity.azure.token "projected") }}true{{ end -}}
{{- end -}}

{{/* The environment of the server, and of the test, which looks at Azure in its place. */}}
{{- define "lamplighter.env" -}}
{{- if include "lamplighter.isTokenProjected" . }}
- name: AZURE_CLIENT_ID
  value: {{ .Values.identity.azure.clientId | quote }}
- name: AZURE_TENANT_ID
  value: {{ required "identity.azure.token is projected: set identity.azure.tenantId" .Values.identity.azure.tenantId | quote }}
- name: AZURE_FEDERATED_TOKEN_FILE
  value: /var/run/secrets/azure/tokens/azure-identity-token
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "lamplighter.volumeMounts" -}}
- name: config
  mountPath: /etc/lamplighter
  readOnly: true
{{- if or .Values.secrets.existingSecret .Values.secrets.secretProviderClass }}
- name: secrets
  mountPath: /run/secrets/lamplighter
  readOnly: true
{{- end }}
{{- if include "lamplighter.isTokenProjected" . }}
- name: azure-identity-token
  mountPath: /var/run/secrets/azure/tokens
  readOnly: true
{{- end }}
{{- end -}}

{{- define "lamplighter.volumes" -}}
{{- if and .Values.secrets.existingSecret .Values.secrets.secretProviderClass -}}
{{- fail "set secrets.existingSecret or secrets.secretProviderClass, not both" -}}
{{- end -}}
- name: config
  configMap:
    name: {{ include "lamplighter.configMap" . }}
{{- with .Values.secrets.existingSecret }}
- name: secrets
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.secrets.secretProviderClass }}
- name: secrets
  {{- include "lamplighter.csi" . | nindent 2 }}
{{- end }}
{{- if include "lamplighter.isTokenProjected" . }}
- name: azure-identity-token
  projected:
    defaultMode: 0440
    sources:
      - serviceAccountToken:
          audience: api://AzureADTokenExchange
          expirationSeconds: 3600
          path: azure-identity-token
{{- end }}
{{- end -}}

{{/* A volume of the Secrets Store CSI driver, from the class of this name. */}}
{{- define "lamplighter.csi" -}}
csi:
  driver: secrets-store.csi.k8s.io
  readOnly: true
  volumeAttributes:
    secretProviderClass: {{ . }}
{{- end -}}
